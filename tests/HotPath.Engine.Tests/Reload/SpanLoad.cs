using System.Collections.Concurrent;
using Google.Protobuf;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Trace;
using HotPath.Testing.Rig;

namespace HotPath.Engine.Tests.Reload;

/// <summary>
/// Senders that never stop while a rig is reloaded: each sends one request after another, every span with a name of its own, and sends
/// again what it is told to. The rig's clock goes on meanwhile.
/// </summary>
internal sealed class SpanLoad : IAsyncDisposable
{
    private const int Senders = 4;
    private const int SpansPerRequest = 7;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly PathRig _rig;
    private readonly string _receiver;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<string> _acknowledged = [];
    private readonly ConcurrentBag<Outcome> _refused = [];
    private readonly Task[] _tasks;
    private int _requests;

    public SpanLoad(PathRig rig, string receiver = "test")
    {
        _rig = rig;
        _receiver = receiver;
        _tasks = [.. Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(sender))), Task.Run(TickAsync)];
    }

    /// <summary>Answers that told a sender to give up; there must be none.</summary>
    public IEnumerable<Outcome> GivenUp => _refused.Where(o => o.Kind is OutcomeKind.Permanent or OutcomeKind.Malformed);

    /// <summary>Completes when so many further requests were acknowledged.</summary>
    public async Task ProgressAsync(int requests = 40)
    {
        int before = Volatile.Read(ref _requests);
        long started = TimeProvider.System.GetTimestamp();
        while (Volatile.Read(ref _requests) < before + requests)
        {
            if (Array.Find(_tasks, static task => task.IsCompleted) is { } ended)
            {
                await ended;
                throw new InvalidOperationException("a sender, or the clock, ended by itself");
            }

            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException(
                    $"{_requests - before} of {requests} requests were acknowledged within {Patience}; the last refusal: "
                    + $"{_refused.FirstOrDefault()}; {_rig.Path.Ledger}");
            }

            await Task.Delay(1);
        }
    }

    /// <summary>Ends the sending, drains, and checks that every span acknowledged came to exactly one exporter, once.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_tasks).WaitAsync(Patience);
        (await _rig.DrainAsync(TimeSpan.FromHours(1))).ShouldBe(new DrainReport(0, InTime: true));
        List<string> received = [.. _rig.AllExporters.SelectMany(e => e.Received).SelectMany(NamesOf)];
        received.Count.ShouldBe(received.Distinct().Count());
        received.Order().ShouldBe(_acknowledged.Order());
        GivenUp.ShouldBeEmpty();
        _rig.Path.Ledger.Balances.ShouldBeTrue(_rig.Path.Ledger.ToString());
        _rig.Path.Ledger.Unsettled.ShouldBe(0);
    }

    /// <summary>Ends the sending, also where a test failed in the middle: nothing may be sent to a rig that is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_tasks).WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static IEnumerable<string> NamesOf(byte[] request) => ExportTraceServiceRequest.Parser.ParseFrom(request)
        .ResourceSpans.SelectMany(r => r.ScopeSpans).SelectMany(s => s.Spans).Select(s => s.Name);

    private async Task SendAsync(int sender)
    {
        for (int n = 0; !_stop.IsCancellationRequested; n++)
        {
            string[] names = [.. Enumerable.Range(0, SpansPerRequest).Select(i => $"{sender}/{n}/{i}")];
            byte[] request = Request(names);
            Outcome outcome;
            while ((outcome = await _rig.DeliverAsync(request, receiver: _receiver)).Kind is not OutcomeKind.Ok)
            {
                _refused.Add(outcome);
                await Task.Yield();
            }

            Array.ForEach(names, _acknowledged.Add);
            Interlocked.Increment(ref _requests);
            await Task.Yield();
        }
    }

    /// <summary>Batches have timeouts, and rings a bounded patience.</summary>
    private async Task TickAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            _rig.Clock.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Delay(1);
        }
    }

    private static byte[] Request(string[] names)
    {
        var scope = new ScopeSpans();
        scope.Spans.AddRange(names.Select(name => new Span
        {
            Name = name,
            TraceId = ByteString.CopyFrom(new byte[16]),
            SpanId = ByteString.CopyFrom(new byte[8]),
        }));
        return new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { ScopeSpans = { scope } } } }.ToByteArray();
    }
}
