using HotPath.Engine.Telemetry;
using HotPath.Hosting;
using Microsoft.Extensions.Logging;

namespace HotPath.Gateway.Reload;

/// <summary>
/// Starts listeners that come, and stops those that go: new ones first, so that a port that is taken changes nothing. A listener whose port
/// one of those that go holds is bound right after that one has stopped accepting; its connections end while the new one serves already.
/// </summary>
/// <param name="goes">Listeners that serve, and are to go.</param>
/// <param name="comes">Listeners to be started.</param>
/// <param name="time">The clock of waiting for a port.</param>
/// <param name="log">Told of what could not be restored.</param>
internal sealed class ListenerSwap(IReadOnlyList<Listener> goes, IReadOnlyList<Listener> comes, TimeProvider time, ILogger log)
{
    /// <summary>How long a port may take to come free once nobody accepts at it.</summary>
    public static readonly TimeSpan BindPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BindPause = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<Listener, Listener> _started = [];
    private readonly List<(Listener Listener, Task Stopped)> _stopping = [];

    /// <summary>What went, although the swap failed, and what serves in its place.</summary>
    public IReadOnlyDictionary<Listener, Listener> Restored { get; private set; } = new Dictionary<Listener, Listener>();

    /// <summary>Starts all that come. On a failure what went is restored, what came is stopped, and the exception says why.</summary>
    /// <param name="deadline">Cuts the connections of those that had to stop for it.</param>
    /// <returns>Each that was to come, with what serves as it: the same, unless it took several attempts to bind.</returns>
    /// <exception cref="ListenException">An address can't be bound.</exception>
    public async Task<IReadOnlyDictionary<Listener, Listener>> StartAsync(CancellationToken deadline)
    {
        var left = new Queue<Listener>(comes.OrderBy(listener => Holders(listener).Any()));
        try
        {
            while (left.TryDequeue(out Listener? listener))
            {
                await StartAsync(listener, deadline);
            }

            return _started;
        }
        catch
        {
            foreach (Listener never in left)
            {
                await never.DisposeAsync();
            }

            await RollBackAsync();
            throw;
        }
    }

    /// <summary>Stops all that go; completes when their last connections have ended, or were cut at the deadline.</summary>
    public async Task FinishAsync(CancellationToken deadline)
    {
        foreach (Listener listener in goes.Except(_stopping.Select(static s => s.Listener)).ToArray())
        {
            _stopping.Add((listener, listener.StopAsync(deadline)));
        }

        await EndAsync();
    }

    private async Task StartAsync(Listener listener, CancellationToken deadline)
    {
        Listener[] holders = [.. Holders(listener)];
        foreach (Listener holder in holders.Except(_stopping.Select(static s => s.Listener)))
        {
            _stopping.Add((holder, holder.StopAsync(deadline)));
        }

        _started.Add(listener, await BindAsync(listener, isWaiting: holders.Length > 0));
    }

    private IEnumerable<Listener> Holders(Listener listener) => goes.Where(listener.WantsPortOf);

    private async Task<Listener> BindAsync(Listener listener, bool isWaiting)
    {
        long started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await listener.StartAsync(CancellationToken.None);
                return listener;
            }
            catch (ListenException) when (isWaiting && time.GetElapsedTime(started) < BindPatience)
            {
                await listener.DisposeAsync();
                listener = listener.Again();
                await Task.Delay(BindPause, time);
            }
            catch
            {
                await listener.DisposeAsync();
                throw;
            }
        }
    }

    private async Task RollBackAsync()
    {
        foreach (Listener listener in _started.Values)
        {
            await listener.StopAsync(new CancellationToken(canceled: true));
            await listener.DisposeAsync();
        }

        _started.Clear();
        var restored = new Dictionary<Listener, Listener>();
        foreach ((Listener old, _) in _stopping)
        {
            try
            {
                restored.Add(old, await BindAsync(old.Again(), isWaiting: true));
            }
            catch (Exception fault) when (fault is ListenException or InvalidOperationException)
            {
                log.Error("A listener that had stopped for a reload can't be started again.", ("error", fault.Message));
            }
        }

        Restored = restored;
        await EndAsync();
    }

    private async Task EndAsync()
    {
        await Task.WhenAll(_stopping.Select(static s => s.Stopped));
        foreach ((Listener listener, _) in _stopping)
        {
            await listener.DisposeAsync();
        }
    }
}
