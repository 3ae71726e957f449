using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;

namespace HotPath.Testing.Simulation;

/// <summary>
/// A backend whose every answer a seed decides: it takes a batch at once or late, takes it and hangs, refuses for now or for good,
/// throttles, finds it too large or one of its requests malformed, or hangs until it is cancelled. It outlives the processes that send to
/// it.
/// </summary>
internal sealed class SimulatedBackend(SimulatedWorld world, string name)
{
    private readonly int _badness = world.Random.Next(100);
    private readonly int _mostItems = world.Random.Next(3) == 0 ? world.Random.Next(2, 9) : int.MaxValue;
    private readonly int _poison = world.Random.Next(3) == 0 ? world.Random.Next(3, 12) : int.MaxValue;

    /// <summary>Items in the order in which they were taken and that was said, each with the process that sent it.</summary>
    public List<(SimulatedItem Item, int Life)> Taken { get; } = [];

    /// <summary>Every item that ever came.</summary>
    public HashSet<SimulatedItem> Seen { get; } = [];

    /// <summary>Items of batches that were refused for good.</summary>
    public HashSet<SimulatedItem> Refused { get; } = [];

    /// <summary>True if it may take a part of a batch and not the rest.</summary>
    public bool MaySplit => _mostItems < int.MaxValue || _poison < int.MaxValue;

    /// <summary>From here it takes everything at once that it ever would.</summary>
    public bool IsWell { get; set; }

    /// <summary>Answers a batch of the process that runs; one that has died meanwhile means nothing any more.</summary>
    public async ValueTask<SendResult> SendAsync(Batch batch, SimulatedGateway from, CancellationToken cancel)
    {
        SimulatedItem[] items = SimulatedSpans.Of(batch, name, world);
        Seen.UnionWith(items);
        if (items.Length > _mostItems)
        {
            return Permanent(ExportReasons.ContentTooLarge, "too large");
        }

        if (items.Any(item => item.Number % _poison == _poison - 1))
        {
            Refused.UnionWith(items);
            return Permanent(ExportReasons.InvalidArgument, "malformed");
        }

        int choice = IsWell || world.Random.Next(100) >= _badness ? 0 : world.Random.Next(8);
        world.Trace.Note($"{name}: {items.Length} items, answer {choice}");
        switch (choice)
        {
            case 1:
                await Task.Delay(TimeSpan.FromMilliseconds(world.Random.Next(1, 3000)), from.Clock, cancel);
                break;
            case 2:
                await Task.Delay(Timeout.InfiniteTimeSpan, from.Clock, cancel);
                break;
            case 3:
                return Retryable(TimeSpan.Zero);
            case 4:
                return Retryable(TimeSpan.FromMilliseconds(world.Random.Next(1, 5000)));
            case 5:
                Refused.UnionWith(items);
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
        if (from.IsDead)
        {
            return Retryable(TimeSpan.Zero);
        }

        Taken.AddRange(items.Select(item => (item, world.Life)));
        int rejected = world.Random.Next(10) == 0 ? world.Random.Next(items.Length + 1) : 0;
        return SendResult.Delivered with { RejectedItems = rejected };
    }

    private static SendResult Retryable(TimeSpan after) => new(SendStatus.Retryable, 0, after, "unavailable", "not now");

    private static SendResult Permanent(string reason, string message) => new(SendStatus.Permanent, 0, TimeSpan.Zero, reason, message);
}
