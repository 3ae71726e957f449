using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;
using HotPath.Testing;

namespace HotPath.Engine.Tests.Queue;

/// <summary>How many combinations of metadata may wait in a queue's batcher.</summary>
public sealed class QueueBatcherTests : IDisposable
{
    private const int Bytes = 16;

    private static readonly MetadataKeys Keys = MetadataKeys.Of(["t"]);

    private readonly SlabPool _slabs = new(new MemoryBudget(1 << 30, 1 << 30), tracking: true);
    private readonly BatchPool _batches = new();
    private readonly QueueBatcher _batcher = new(
        new QueueBatchPlan(TimeSpan.FromSeconds(2), QueueSizer.Items, MinSize: 10, MaxSize: 0) { PartitionKeys = Keys },
        new FakeClock(),
        new QueuePools());

    public void Dispose()
    {
        _batches.Outstanding.ShouldBe(0);
        _slabs.Dispose();
    }

    [Fact]
    public void Partitions_OneTooMany_SendTheOneThatHasWaitedLongest()
    {
        for (int i = 0; i < QueueBatcher.MaxPartitions; i++)
        {
            Take($"{i}");
        }

        _batcher.TryNext(out _).ShouldBeFalse("as many as that may wait");

        Take("more");
        Take("more still");

        Next().ShouldBe("t=0");
        Next().ShouldBe("t=1");
        _batcher.TryNext(out _).ShouldBeFalse();
        _batcher.Flush();
        for (int i = 2; i < QueueBatcher.MaxPartitions; i++)
        {
            Next().ShouldBe($"t={i}");
        }

        Next().ShouldBe("t=more");
        Next().ShouldBe("t=more still");
        _batcher.TryNext(out _).ShouldBeFalse();
    }

    private void Take(string tenant)
    {
        _slabs.TryRent(Bytes, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        var client = new ClientInfo(new ClientMetadata(Keys, [0, 1], [tenant]));
        _batcher.Take(_batches.RentFor(Signal.Traces, lease, items: 1, resources: 1, client), new QueuedBatch());
    }

    /// <summary>Whose batch is ready next.</summary>
    private string Next()
    {
        _batcher.TryNext(out QueueEntry entry).ShouldBeTrue();
        string client = entry.Batch.Client.Metadata.ToString();
        entry.Batch.Release();
        return client;
    }
}
