using HotPath.Core.Wire;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;
using HotPath.Testing.Otlp.Collector.Trace;

namespace HotPath.Testing.Simulation;

/// <summary>
/// A backend whose every answer a seed decides: it takes a batch at once or late, takes it and hangs, refuses for now or for good,
/// throttles,
/// finds it too large or one of its requests malformed, or hangs until it is cancelled.
/// </summary>
internal sealed class SimulatedBackend(Random random, FakeClock clock, SimulationTrace trace, string name) : IExporter
{
    private readonly int _badness = random.Next(100);
    private readonly int _mostItems = random.Next(3) == 0 ? random.Next(2, 9) : int.MaxValue;
    private readonly int _poison = random.Next(3) == 0 ? random.Next(3, 12) : int.MaxValue;

    /// <summary>Items in the order in which they were taken and that was said.</summary>
    public List<SimulatedItem> Taken { get; } = [];

    /// <summary>Every item that ever came.</summary>
    public HashSet<SimulatedItem> Seen { get; } = [];

    /// <summary>From here it takes everything at once.</summary>
    public bool IsWell { get; set; }

    /// <inheritdoc/>
    public async ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel)
    {
        SimulatedItem[] items = ItemsOf(batch);
        Seen.UnionWith(items);
        if (items.Length > _mostItems)
        {
            return Permanent(ExportReasons.ContentTooLarge, "too large");
        }

        if (items.Any(item => item.Number % _poison == _poison - 1))
        {
            return Permanent(ExportReasons.InvalidArgument, "malformed");
        }

        int choice = IsWell || random.Next(100) >= _badness ? 0 : random.Next(8);
        trace.Note($"{name}: {items.Length} items, answer {choice}");
        switch (choice)
        {
            case 1:
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 3000)), clock, cancel);
                break;
            case 2:
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancel);
                break;
            case 3:
                return Retryable(TimeSpan.Zero);
            case 4:
                return Retryable(TimeSpan.FromMilliseconds(random.Next(1, 5000)));
            case 5:
                return Permanent("permission_denied", "no");
            case 6:
                await Task.Yield();
                break;
            case 7:
                await Task.Yield();
                return Retryable(TimeSpan.Zero);
            default:
                break;
        }

        cancel.ThrowIfCancellationRequested();
        Taken.AddRange(items);
        return SendResult.Delivered with { RejectedItems = random.Next(10) == 0 ? random.Next(items.Length + 1) : 0 };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    private static SendResult Retryable(TimeSpan after) => new(SendStatus.Retryable, 0, after, "unavailable", "not now");

    private static SendResult Permanent(string reason, string message) => new(SendStatus.Permanent, 0, TimeSpan.Zero, reason, message);

    private static SimulatedItem[] ItemsOf(Batch batch)
    {
        var segments = new SegmentList();
        batch.Gather(segments);
        var bytes = new byte[segments.TotalBytes];
        int at = 0;
        for (int i = 0; i < segments.Count; i++)
        {
            segments[i].CopyTo(bytes.AsMemory(at));
            at += segments[i].Length;
        }

        SimulatedItem[] items =
        [
            .. ExportTraceServiceRequest.Parser.ParseFrom(bytes).ResourceSpans
                .SelectMany(static resource => resource.ScopeSpans).SelectMany(static scope => scope.Spans).Select(static span => SimulatedItem.Parse(span.Name)),
        ];
        SimulationException.ThrowUnless(items.Length == batch.Items, $"a batch of {batch.Items} items holds {items.Length}");
        return items;
    }
}
