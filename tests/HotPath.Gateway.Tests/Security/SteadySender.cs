using System.Collections.Concurrent;
using HotPath.Core;
using HotPath.Gateway.Tests.Faults;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.Security;

/// <summary>
/// Traffic that goes on while something is rotated: different requests, one after another, and the bytes of those that were acknowledged.
/// </summary>
internal sealed class SteadySender : IAsyncDisposable
{
    /// <summary>Between two requests: traffic, and no load test.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly Func<byte[], Task<GrpcReply>> _send;
    private readonly ConcurrentQueue<byte[]> _taken = new();
    private readonly Task _sending;
    private volatile GrpcReply? _last;

    /// <summary>Begins.</summary>
    /// <param name="send">Sends one request; one that is refused is not sent again, and counts for nothing.</param>
    public SteadySender(Func<byte[], Task<GrpcReply>> send)
    {
        _send = send;
        _sending = Task.Run(RunAsync);
    }

    /// <summary>Waits until so many more have been acknowledged.</summary>
    public async Task MoreAsync(int requests)
    {
        int before = _taken.Count;
        await Eventually.HoldsAsync(
            () => _taken.Count >= before + requests || _sending.IsCompleted,
            () => $"{_taken.Count - before} of {requests} more were taken; the last answer was {_last?.Status} {_last?.Message}");
        if (_sending.IsCompleted)
        {
            await _sending;
        }
    }

    /// <summary>
    /// Waits until all that was acknowledged before this call, and what was under way then, has arrived; goes on meanwhile.
    /// </summary>
    public async Task SettleAsync(params Func<IEnumerable<byte[]>>[] backends)
    {
        // One after another: the first of these may have been under way, the second was not.
        await MoreAsync(2);
        await ArrivedAsync(backends);
    }

    /// <summary>Ends, and waits until all that was acknowledged has arrived, at each of some backends.</summary>
    public async Task ArriveAsync(params Func<IEnumerable<byte[]>>[] backends)
    {
        await _stop.CancelAsync();
        await _sending;
        await ArrivedAsync(backends);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sending.ContinueWith(static _ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task ArrivedAsync(Func<IEnumerable<byte[]>>[] backends)
    {
        HashSet<string> expected = [.. _taken.Select(Convert.ToHexString)];
        foreach (Func<IEnumerable<byte[]>> arrived in backends)
        {
            await Eventually.HoldsAsync(
                () => expected.IsSubsetOf(arrived().Select(Convert.ToHexString)),
                () => $"of {expected.Count} that were taken {expected.Intersect(arrived().Select(Convert.ToHexString)).Count()} arrived");
        }
    }

    private async Task RunAsync()
    {
        for (int seed = 1; !_stop.IsCancellationRequested; seed++)
        {
            byte[] request = SampleRequests.Of(Signal.Traces, 3, seed);
            GrpcReply reply = await _send(request);
            _last = reply;
            if (reply.Status == 0)
            {
                _taken.Enqueue(request);
            }

            await Task.Delay(Pace);
        }
    }
}
