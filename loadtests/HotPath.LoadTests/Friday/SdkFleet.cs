using HotPath.Core;

namespace HotPath.LoadTests.Friday;

/// <summary>
/// Applications that send to one port: requests of all three signals in turn, at a pace, each kept and sent again after the delay that a
/// refusal asks for. What does not fit into the applications' own queues is not made: an SDK would drop it, and no gateway ever saw it.
/// </summary>
internal sealed class SdkFleet : IDisposable
{
    private const int ItemsPerRequest = 50;
    private const int MaxWaiting = 256;
    private static readonly Signal[] Signals = [Signal.Traces, Signal.Metrics, Signal.Logs];
    private static readonly TimeSpan OwnDelay = TimeSpan.FromMilliseconds(500);

    private readonly GrpcPost _post;
    private readonly Tally _tally;
    private readonly Lock _gate = new();
    private (TimeSpan Shortest, TimeSpan Longest)? _delays;
    private int _waiting;
    private long _refusals;
    private long _withoutDelay;
    private long _notMade;
    private long _failed;

    public SdkFleet(int port, Tally tally)
    {
        _post = new GrpcPost(port);
        _tally = tally;
    }

    /// <summary>Items a second; may change at any time.</summary>
    public double ItemsPerSecond { get; set; }

    /// <summary>Requests that are under way or wait to be sent again.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Answers that said: later.</summary>
    public long Refusals => Interlocked.Read(ref _refusals);

    /// <summary>Those of a gateway that was there, yet named no delay.</summary>
    public long RefusalsWithoutDelay => Interlocked.Read(ref _withoutDelay);

    /// <summary>Items that the applications had no room for.</summary>
    public long NotMade => Interlocked.Read(ref _notMade);

    /// <summary>Items that were refused for good.</summary>
    public long RefusedForGood => Interlocked.Read(ref _failed);

    /// <summary>Why the last call without an answer had none.</summary>
    public string? LastFault => _post.LastFault;

    /// <summary>The delays that refusals asked for so far; null if none did.</summary>
    public (TimeSpan Shortest, TimeSpan Longest)? Delays
    {
        get
        {
            lock (_gate)
            {
                return _delays;
            }
        }
    }

    /// <summary>Sends until the day is over, then until nothing waits; <paramref name="stop"/> gives up.</summary>
    public async Task RunAsync(CancellationToken dayIsOver, CancellationToken stop)
    {
        var open = new List<Task>();
        long begun = TimeProvider.System.GetTimestamp();
        double due = 0;
        for (int turn = 0; !dayIsOver.IsCancellationRequested; turn++)
        {
            due += ItemsPerRequest / ItemsPerSecond;
            TimeSpan early = TimeSpan.FromSeconds(due) - TimeProvider.System.GetElapsedTime(begun);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, dayIsOver).ContinueWith(static _ => { }, TaskScheduler.Default);
            }

            if (Waiting >= MaxWaiting)
            {
                Interlocked.Add(ref _notMade, ItemsPerRequest);
                continue;
            }

            Interlocked.Increment(ref _waiting);
            open.RemoveAll(static task => task.IsCompletedSuccessfully);
            open.Add(SendAsync(Signals[turn % Signals.Length], stop));
        }

        await Task.WhenAll(open);
    }

    public void Dispose() => _post.Dispose();

    private async Task SendAsync(Signal signal, CancellationToken stop)
    {
        long first = _tally.Number(ItemsPerRequest);
        byte[] message = ItemMarker.Write(signal, first, ItemsPerRequest);
        try
        {
            while (true)
            {
                PostAnswer answer = await _post.SendAsync(signal, message, stop);
                if (answer.Status == 0)
                {
                    _tally.Acknowledge(first, ItemsPerRequest);
                    return;
                }

                if (!answer.MayBeRepeated)
                {
                    Interlocked.Add(ref _failed, ItemsPerRequest);
                    return;
                }

                Note(answer);
                await Task.Delay(answer.Delay ?? OwnDelay, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The day's patience is over; nobody has acknowledged these.
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private void Note(PostAnswer answer)
    {
        if (!answer.CameFromTheGateway)
        {
            return;
        }

        Interlocked.Increment(ref _refusals);
        if (answer.Delay is { } delay)
        {
            lock (_gate)
            {
                (TimeSpan shortest, TimeSpan longest) = _delays ?? (delay, delay);
                _delays = (delay < shortest ? delay : shortest, delay > longest ? delay : longest);
            }
        }
        else
        {
            Interlocked.Increment(ref _withoutDelay);
        }
    }
}
