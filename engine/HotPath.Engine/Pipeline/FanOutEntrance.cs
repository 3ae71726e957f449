namespace HotPath.Engine.Pipeline;

/// <summary>
/// The way into a pipeline without stages. With one exporter and a queue, the credit is room in that queue; with pipelines behind connectors,
/// the credits are theirs. Otherwise there is nothing to wait for: queues drop their own copy when full, and an exporter without a queue
/// answers for itself.
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
    }

    public IReadOnlyList<IEntrance> Doors { get; }

    public Outcome Admit(in ClientInfo client) => _fanOut.Admit(client);

    public bool TryAcquireCredit(int items, long bytes) => _sole is null || _sole.Exporter.Queue!.TryReserve(items, bytes);

    public void ReleaseCredit(int items, long bytes) => _sole?.Exporter.Queue!.CancelReserve(items, bytes);

    public async ValueTask<bool> WaitForCreditAsync(TimeSpan timeout, CancellationToken cancel)
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

    public ValueTask<Outcome> EnterAsync(Batch batch, CancellationToken cancel) => _fanOut.PushReserved(batch, cancel);
}
