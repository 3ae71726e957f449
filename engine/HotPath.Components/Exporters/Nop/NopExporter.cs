using HotPath.Engine.Pipeline;

namespace HotPath.Components.Exporters.Nop;

/// <summary>Takes every batch and keeps nothing: for measuring what stands before it.</summary>
internal sealed class NopExporter : IExporter
{
    /// <inheritdoc/>
    public ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel) => ValueTask.FromResult(SendResult.Delivered);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;
}
