namespace HotPath.Engine.Pipeline;

/// <summary>
/// Hands each batch on as it came: the ring before the inline processors that a pipeline behind a connector begins with. What comes through
/// a connector passes no intake, and the credits for it were taken before anybody knows what the processors leave of it.
/// </summary>
internal sealed class RelayStage : Stage
{
    private Batch? _next;

    public RelayStage(StageContext context, IBatchSink sink)
        : base(context, sink)
    {
    }

    protected override void Take(Batch batch) => _next = batch;

    protected override Batch? NextReady()
    {
        Batch? ready = _next;
        _next = null;
        return ready;
    }
}
