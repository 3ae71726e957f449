namespace HotPath.Engine.Pipeline;

/// <summary>
/// The way into a pipeline without stages. With one exporter and a queue, the credit is room in that queue; with pipelines behind
/// connectors, the credits are theirs. Otherwise there is nothing to wait for: queues drop their own copy when full, and an exporter
/// without a queue answers for itself.
/// </summary>
internal sealed class FanOutEntrance : IEntrance
{
    private readonly FanOut _fanOut;
    private readonly Edge? _sole;
    private readonly TimeProvider _time;

    public FanOutEntrance(FanOut fanOut, TimeProvider time)
    {
        _fanOut = fanOut;
        _time = time;
        _sole = fanOut.SoleQueue;
        Doors = _sole is null ? [.. fanOut.Links.SelectMany(link => link.Target.Entrance.Doors)] : [this];
        MayWait = fanOut.Edges.Any(e => e.Exporter.Queue is null || e.WaitsForResult || e.Exporter.Plan.Chain.Queue.BlockOnOverflow)
            || fanOut.Links.Any(link => link.Target.Entrance.MayWait);
    }

    public IReadOnlyList<IEntrance> Doors { get; }

    /// <inheritdoc/>
    public bool MayWait { get; }

    public Outcome Admit(in ClientInfo client) => _fanOut.Admit(client);

    public bool TryAcquireCredits(in Load load) =>
        _sole is null || _sole.Exporter.Queue!.TryReserve(load.Items, load.Bytes, load.Batches);

    public void ReleaseCredits(in Load load) => _sole?.Exporter.Queue!.CancelReserve(load.Items, load.Bytes, load.Batches);

    public TimeSpan RetryAfter(in Load load) => _fanOut.RetryAfter(load);

    public async ValueTask<bool> WaitForCreditsAsync(int batches, TimeSpan timeout, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            await _sole!.Exporter.Queue!.WaitForRoomAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    public ValueTask<Outcome> EnterAsync(Batch batch, bool hasSender, CancellationToken cancel) =>
        _fanOut.DeliverAsync(batch, hasSender, cancel);
}
