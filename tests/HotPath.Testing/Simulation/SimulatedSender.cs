using Google.Protobuf;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Trace;

namespace HotPath.Testing.Simulation;

/// <summary>A sender that sends one request after the other, with pauses, until it is told to stop.</summary>
internal sealed class SimulatedSender(int number, IIntake intake, Random random, FakeClock clock, SimulationTrace trace,
    bool mayHaveDeadlines)
{
    private int _next;

    /// <summary>Items of requests that were taken.</summary>
    public List<SimulatedItem> Accepted { get; } = [];

    /// <summary>Items of requests that were refused.</summary>
    public List<SimulatedItem> Refused { get; } = [];

    /// <summary>True: no further request.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Sends.</summary>
    public async Task RunAsync(int requests)
    {
        for (int i = 0; i < requests && !IsStopped; i++)
        {
            if (random.Next(2) == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 200)), clock);
            }
            else
            {
                await Task.Yield();
            }

            await SendAsync();
        }
    }

    private async Task SendAsync()
    {
        SimulatedItem[] items = [.. Enumerable.Range(_next, random.Next(1, 8)).Select(item => new SimulatedItem(number, item))];
        _next += items.Length;
        byte[] request = Request(items);
        if (intake.TryRent(request.Length, out Lease lease).Kind != AdmissionKind.Admitted)
        {
            intake.CountRefused(RefuseReason.Memory, request.Length);
            Refused.AddRange(items);
            return;
        }

        request.CopyTo(lease.Writable);
        Deadline? deadline = mayHaveDeadlines && random.Next(3) == 0
            ? Deadline.After(clock, TimeSpan.FromMilliseconds(random.Next(1, 800)))
            : null;
        Outcome outcome = await intake.DeliverAsync(lease, deadline, CancellationToken.None);
        trace.Note($"sender {number}: {items.Length} items from {items[0].Number} on: {outcome.Kind}");
        (outcome.Kind == OutcomeKind.Ok ? Accepted : Refused).AddRange(items);
        if (outcome.RetryAfter > TimeSpan.Zero)
        {
            await Task.Delay(TimeSpan.FromTicks(Math.Min(outcome.RetryAfter.Ticks, TimeSpan.TicksPerSecond)), clock);
        }
    }

    private byte[] Request(SimulatedItem[] items)
    {
        var request = new ExportTraceServiceRequest();
        int at = 0;
        while (at < items.Length)
        {
            int count = random.Next(1, items.Length - at + 1);
            var scope = new ScopeSpans();
            scope.Spans.AddRange(items.Skip(at).Take(count).Select(static item => new Otlp.Trace.Span { Name = item.Name }));
            request.ResourceSpans.Add(new ResourceSpans { ScopeSpans = { scope } });
            at += count;
        }

        return request.ToByteArray();
    }
}
