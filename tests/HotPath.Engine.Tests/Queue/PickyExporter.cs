using HotPath.Core.Wire;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;

namespace HotPath.Engine.Tests.Queue;

/// <summary>An exporter whose backend refuses some batches for good, and keeps the bytes of those that it takes.</summary>
internal sealed class PickyExporter : IExporter
{
    public required Func<Batch, bool> MayTake { get; init; }

    public SendResult Refusal { get; init; } =
        new(SendStatus.Permanent, 0, TimeSpan.Zero, ExportReasons.InvalidArgument, "rpc error: code = InvalidArgument desc = bad");

    public int Attempts { get; private set; }

    public List<(int Items, byte[] Bytes)> Taken { get; } = [];

    public ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel)
    {
        Attempts++;
        if (!MayTake(batch))
        {
            return ValueTask.FromResult(Refusal);
        }

        var segments = new SegmentList();
        batch.Gather(segments);
        Taken.Add((batch.Items, [.. Enumerable.Range(0, segments.Count).SelectMany(i => segments[i].ToArray())]));
        return ValueTask.FromResult(SendResult.Delivered);
    }

    public ValueTask DisposeAsync() => default;
}
