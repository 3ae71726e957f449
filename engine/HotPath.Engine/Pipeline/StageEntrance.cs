namespace HotPath.Engine.Pipeline;

/// <summary>The way into a pipeline that begins with a stage: a slot of its ring. What has a slot is taken over.</summary>
internal sealed class StageEntrance : IEntrance
{
    private readonly Stage _stage;

    public StageEntrance(Stage stage)
    {
        _stage = stage;
        Doors = [this];
    }

    public IReadOnlyList<IEntrance> Doors { get; }

    public Outcome Admit(in ClientInfo client) => _stage.Admit(client);

    public bool TryAcquireCredit(int items, long bytes) => _stage.TryAcquireCredit();

    public void ReleaseCredit(int items, long bytes) => _stage.ReleaseCredit();

    public ValueTask<bool> WaitForCreditAsync(TimeSpan timeout, CancellationToken cancel) => _stage.WaitForCreditAsync(timeout, cancel);

    public ValueTask<Outcome> EnterAsync(Batch batch, CancellationToken cancel)
    {
        _stage.Publish(batch);
        return ValueTask.FromResult(Outcome.Ok);
    }
}
