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
    private readonly Task<IReadOnlyList<byte[]>> _sending;
    private int _taken;

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
        int before = Volatile.Read(ref _taken);
        await Eventually.HoldsAsync(
            () => Volatile.Read(ref _taken) >= before + requests || _sending.IsCompleted, () => $"{_taken - before} of {requests} more");
        if (_sending.IsCompleted)
        {
            await _sending;
        }
    }

    /// <summary>Ends, and waits until all that was acknowledged has arrived, at each of some backends.</summary>
    public async Task ArriveAsync(params Func<IEnumerable<byte[]>>[] backends)
    {
        await _stop.CancelAsync();
        HashSet<string> expected = [.. (await _sending).Select(Convert.ToHexString)];
        foreach (Func<IEnumerable<byte[]>> arrived in backends)
        {
            await Eventually.HoldsAsync(
                () => expected.IsSubsetOf(arrived().Select(Convert.ToHexString)),
                () => $"{arrived().Count()} requests arrived of {expected.Count}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sending.ContinueWith(static _ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task<IReadOnlyList<byte[]>> RunAsync()
    {
        var taken = new List<byte[]>();
        for (int seed = 1; !_stop.IsCancellationRequested; seed++)
        {
            byte[] request = SampleRequests.Of(Signal.Traces, 3, seed);
            if ((await _send(request)).Status == 0)
            {
                taken.Add(request);
                Volatile.Write(ref _taken, taken.Count);
            }

            await Task.Delay(Pace);
        }

        return taken;
    }
}
