using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Tests.Queue;

/// <summary>
/// A backend that does whatever a seed says: takes, takes in part, refuses, fails, asks for a delay, answers late, hangs until it is
/// cancelled, or throws. It reads the batch's bytes to the end of each attempt, so that a batch released too early is caught by the
/// tracking pool.
/// </summary>
internal sealed class MoodyExporter : IExporter
{
    private readonly int _seed;
    private int _attempts;
    private long _taken;
    private long _rejected;

    public MoodyExporter(int seed) => _seed = seed;

    /// <summary>Items of batches answered with success, rejected ones included.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Items it said it rejected inside a success.</summary>
    public long Rejected => Volatile.Read(ref _rejected);

    public async ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel)
    {
        var random = new Random(HashCode.Combine(_seed, Interlocked.Increment(ref _attempts)));
        Touch(batch);
        if (random.Next(3) == 0)
        {
            await Task.Yield();
        }

        int mood = random.Next(10);
        if (mood == 0)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
        }

        if (mood == 1)
        {
            throw new InvalidOperationException("a bad day");
        }

        Touch(batch);
        return mood switch
        {
            2 or 3 => new SendResult(SendStatus.Retryable, 0, TimeSpan.FromSeconds(random.Next(3)), "unavailable", "not now"),
            4 => new SendResult(SendStatus.Permanent, 0, TimeSpan.Zero, "invalid_argument", "never"),
            5 => Take(batch.Items, random.Next(batch.Items + 1)),
            _ => Take(batch.Items, 0),
        };
    }

    public ValueTask DisposeAsync() => default;

    private SendResult Take(int items, int rejected)
    {
        Interlocked.Add(ref _taken, items);
        Interlocked.Add(ref _rejected, rejected);
        return SendResult.Delivered with { RejectedItems = rejected };
    }

    private static void Touch(Batch batch)
    {
        foreach (ref readonly Part part in batch.Parts)
        {
            part.Lease.Bytes[0].ShouldBe((byte)part.Items);
        }
    }
}
