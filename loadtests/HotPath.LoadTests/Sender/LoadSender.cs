using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Sender;

/// <summary>
/// All connections of a load, in a closed loop (each answer makes the next request due) or in an open one (the clock does).
/// </summary>
internal sealed class LoadSender : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<SenderConnection> _connections = [];
    private readonly List<Task> _running = [];
    private Pacer? _pacer;
    private int _turn;

    private LoadSender()
    {
    }

    /// <summary>What became of the requests.</summary>
    public SenderCounts Counts { get; } = new(TimeProvider.System);

    /// <summary>Requests that are due and could not be begun: the peer takes no more of them at a time.</summary>
    public long Waiting => _connections.Sum(connection => (long)connection.Tickets.Count);

    /// <summary>Starts sending to a port of this machine.</summary>
    public static LoadSender Start(Traffic traffic, IReadOnlyList<Payload> payloads, int port, int connections, LoadSimulation simulation)
    {
        var sender = new LoadSender();
        bool isGrpc = traffic.Protocol == WireProtocol.Grpc;

        // HTTP/1.1 has one request in flight on a connection: copies are connections of their own.
        int sockets = isGrpc ? connections : connections * Math.Max(1, simulation.Copies);
        for (int i = 0; i < sockets; i++)
        {
            SenderConnection connection = isGrpc
                ? new Http2Connection(
                    port, simulation.IsClosedLoop, sender.Counts, TimeProvider.System,
                    [.. payloads.Select(payload => Http2Request.Create(payload, traffic.Codec?.Name))], seed: i)
                : new Http1Connection(
                    port, simulation.IsClosedLoop, sender.Counts, TimeProvider.System,
                    [.. payloads.Select(payload => Http1Request.Create(payload, traffic))], seed: i);
            sender._connections.Add(connection);
            for (int copy = 0; copy < (isGrpc ? simulation.Copies : Math.Min(1, simulation.Copies)); copy++)
            {
                connection.Tickets.Add(TimeProvider.System.GetTimestamp());
            }

            sender._running.Add(connection.RunAsync(sender._stop.Token));
        }

        if (!simulation.IsClosedLoop)
        {
            sender._pacer = Pacer.Start(
                new PacingSchedule(simulation.RequestsPerSecond, TimeProvider.System), sender.Offer, simulation.Grain);
        }

        return sender;
    }

    /// <summary>
    /// Begins no more requests, and waits for the answers of those begun, so long at most. Returns the requests never begun.
    /// </summary>
    public async Task<long> DrainAsync(TimeSpan patience)
    {
        _pacer?.Dispose();
        long neverBegun = _connections.Sum(connection => (long)connection.Tickets.Close());
        long started = TimeProvider.System.GetTimestamp();
        while (Counts.InFlight > 0 && TimeProvider.System.GetElapsedTime(started) < patience)
        {
            await Task.Delay(BetweenLooks);
        }

        return neverBegun;
    }

    public async ValueTask DisposeAsync()
    {
        _pacer?.Dispose();
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
        _stop.Dispose();
    }

    private void Offer(long intended) => _connections[_turn++ % _connections.Count].Offer(intended);
}
