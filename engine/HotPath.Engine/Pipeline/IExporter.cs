namespace HotPath.Engine.Pipeline;

/// <summary>
/// The last link of an export chain: one attempt to hand a batch to a backend. Queueing, retrying and timing out are other links' work.
/// Called from several consumers at once.
/// </summary>
public interface IExporter : IAsyncDisposable
{
    /// <summary>
    /// Sends one batch. The caller holds it until the task completes; the exporter keeps nothing of it afterwards.
    /// Never throws for what a backend or network does: that is a <see cref="SendResult"/>.
    /// </summary>
    ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel);
}
