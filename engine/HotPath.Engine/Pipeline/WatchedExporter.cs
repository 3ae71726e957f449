using System.Runtime.CompilerServices;
using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Status;
using HotPath.Engine.Telemetry.Tracing;

namespace HotPath.Engine.Pipeline;

/// <summary>An exporter whose attempts are watched: for its status, and for <c>tracez</c> if somebody looks at that.</summary>
/// <param name="inner">The exporter; disposed with this.</param>
/// <param name="timeout">How long an attempt may take; 0 for no bound.</param>
/// <param name="time">The clock.</param>
/// <param name="trace">Where attempts are sampled; null: nowhere.</param>
internal sealed class WatchedExporter(IExporter inner, TimeSpan timeout, TimeProvider time, OperationTrace? trace) : IExporter
{
    /// <summary>What the attempts say.</summary>
    public ExporterHealth Health { get; } = new(time);

    /// <summary>Its connections that came to nothing; null if it has none of its own.</summary>
    public ConnectionCounts? Connections => (inner as ICountsConnections)?.Connections;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel)
    {
        (int items, long bytes) = (batch.Items, batch.Bytes);
        long started = time.GetTimestamp();
        Health.Begin();
        try
        {
            SendResult result = await inner.SendAsync(batch, cancel);
            Health.End(result);
            trace?.Record(time.GetElapsedTime(started), items, bytes, result.Status == SendStatus.Delivered ? null : result.Message);
            return result;
        }
        catch (OperationCanceledException)
        {
            // Whoever gave the attempt up says why: the timeout, which is the backend's doing, or a sender or a stop, which are not.
            TimeSpan took = time.GetElapsedTime(started);
            if (timeout > TimeSpan.Zero && took >= timeout)
            {
                const string NoAnswer = "no answer within the exporter's timeout";
                Health.End(new SendResult(SendStatus.Retryable, 0, TimeSpan.Zero, ExportReasons.DeadlineExceeded, NoAnswer));
            }

            trace?.Record(took, items, bytes, "cancelled");
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
