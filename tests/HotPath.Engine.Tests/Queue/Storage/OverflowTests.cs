using HotPath.Core.Storage;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;
using HotPath.Engine.Queue.Storage;

namespace HotPath.Engine.Tests.Queue.Storage;

/// <summary>Memory first, the disk for what does not fit, and all of it over a stop.</summary>
public sealed class OverflowTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static ExportPlan Plan(QueueBatchPlan? batch = null, long size = 1000)
    {
        ExportPlan plan = QueueRig.Plan(size: size, retry: QueueRig.SteadyRetry);
        return plan with { Queue = plan.Queue with { Overflow = true, Batch = batch } };
    }

    /// <summary>Of 8,000 bytes, 6,000 are for what is on its way: six batches of a thousand.</summary>
    private static StorageRig Rig(QueueBatchPlan? batch = null, long size = 1000) => new(Plan(batch, size)) { ShareBytes = 8000 };

    [Fact]
    public async Task Memory_WithRoom_KeepsTheDiskOutOfIt()
    {
        await using StorageRig rig = Rig().Start();
        for (int items = 1; items <= 6; items++)
        {
            Push(rig, items).ShouldBeNull("the sender has its answer");
        }

        rig.Files.ShouldBeEmpty();
        rig.Queue.Size.ShouldBe(6);
        for (int items = 1; items <= 6; items++)
        {
            (await rig.DeliverNextAsync()).ShouldBe(items);
        }

        rig.ShouldBecomeEmpty();
        rig.Edge.Sent.ShouldBe(21);
    }

    [Fact]
    public async Task Overflow_GoesToTheDisk_AndMemoryStaysWithinTheShare()
    {
        await using StorageRig rig = Rig().Start();
        await FillAsync(rig, 20);

        rig.Files.ShouldNotBeEmpty();
        rig.Queue.Size.ShouldBe(20);
        rig.Queue.HeldBytes.ShouldBeLessThanOrEqualTo(8000);
        (await DeliverAllAsync(rig, 20)).Order().ShouldBe(Enumerable.Range(1, 20));
        rig.ShouldBecomeEmpty();
        rig.Edge.Sent.ShouldBe(210);
    }

    [Fact]
    public async Task Disk_WhileNewBatchesKeepComing_IsNotStarved()
    {
        await using StorageRig rig = Rig().Start();
        await FillAsync(rig, 20);

        // One comes for each that goes, and that without end: what was on disk first goes out among them. How many pass it depends on when
        // the machine lets the queue's thread read; none that comes in memory waits for that.
        const int OldestOnDisk = 7;
        long started = TimeProvider.System.GetTimestamp();
        for (int items = 100; ; items++)
        {
            await PushAsync(rig, items);
            if (await rig.DeliverNextAsync() == OldestOnDisk)
            {
                break;
            }

            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(
                Patience, $"the disk's first batch was not sent while {items - 99} others came; {rig.State}");
        }

        await DeliverAllAsync(rig, 20);
        rig.ShouldBecomeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stop_WithTheBackendDown_WritesWhatWasInMemoryOnly(bool isMerged)
    {
        QueueBatchPlan? batch = isMerged ? new QueueBatchPlan(TimeSpan.FromSeconds(60), QueueSizer.Items, 4, 0) : null;
        await using StorageRig rig = Rig(batch).Start();
        await FillAsync(rig, 4);
        rig.Files.ShouldBeEmpty();

        (await rig.StopAsync()).ShouldBe(0);
        rig.Edge.Queued.ShouldBe(10);
        rig.Queues.OutstandingBatches.ShouldBe(0);

        rig.Start();
        rig.Edge.Recovered.ShouldBe(10);
        rig.Edge.Enqueued.ShouldBe(10);
        int sent = 0;
        while (sent < (isMerged ? 6 : 10))
        {
            sent += await rig.DeliverNextAsync();
        }

        await rig.StopAsync();
    }

    [Fact]
    public async Task Stop_WithADiskThatRefuses_SaysWhatIsLost()
    {
        await using StorageRig rig = Rig().Start();
        await FillAsync(rig, 3);
        rig.Disk = static (_, _, _) => throw new IOException("No space left on device");

        (await rig.StopAsync()).ShouldBe(6);
        rig.Edge.FailedByReason[PersistentQueue.StorageFailed].ShouldBe(6);
        rig.Queues.OutstandingBatches.ShouldBe(0);
    }

    [Fact]
    public async Task Start_WithBatchesOnDisk_SendsThemAndTakesNewOnesIntoMemory()
    {
        await using StorageRig rig = Rig().Start();
        await FillAsync(rig, 3);
        await rig.StopAsync();

        rig.Start();
        (await rig.Exporter.NextAsync()).Deliver();
        Push(rig, 50).ShouldBeNull();
        (await DeliverAllAsync(rig, 3)).Order().ShouldBe([2, 3, 50]);
        rig.ShouldBecomeEmpty();
    }

    [Fact]
    public async Task Full_ByQueueSize_RefusesWhateverIsInMemoryOrOnDisk()
    {
        await using StorageRig rig = Rig(size: 8).Start();
        await FillAsync(rig, 8);
        Batch ninth = rig.Queues.Batch(9, 1000);

        rig.Queue.TryEnqueue(ninth, rig.Edge).ShouldBe(EnqueueResult.QueueFull);
        ninth.Release();
        (await DeliverAllAsync(rig, 8)).Order().ShouldBe(Enumerable.Range(1, 8));
        rig.ShouldBecomeEmpty();
    }

    [Fact]
    public async Task Reserved_Room_GoesPastTheDiskToo()
    {
        await using StorageRig rig = Rig().Start();
        rig.Queue.TryReserve(2, 1000).ShouldBeTrue();

        rig.Queue.EnqueueReserved(rig.Queues.Batch(2, 1000), rig.Edge, asks: true, default, out Task<Outcome>? answer)
            .ShouldBe(EnqueueResult.Enqueued);

        answer.ShouldBeNull();
        (await rig.DeliverNextAsync()).ShouldBe(2);
        rig.ShouldBecomeEmpty();
    }

    private static Task<Outcome>? Push(StorageRig rig, int items)
    {
        rig.Queue.TryEnqueue(rig.Queues.Batch(items, 1000), rig.Edge, asks: true, default, out Task<Outcome>? answer)
            .ShouldBe(EnqueueResult.Enqueued);
        return answer;
    }

    private static async Task PushAsync(StorageRig rig, int items)
    {
        if (Push(rig, items) is { } answer)
        {
            (await answer.WaitAsync(Patience)).Kind.ShouldBe(OutcomeKind.Ok);
        }
    }

    private static async Task FillAsync(StorageRig rig, int batches)
    {
        for (int items = 1; items <= batches; items++)
        {
            await PushAsync(rig, items);
        }
    }

    private static async Task<List<int>> DeliverAllAsync(StorageRig rig, int batches)
    {
        var all = new List<int>();
        while (all.Count < batches)
        {
            all.Add(await rig.DeliverNextAsync());
        }

        return all;
    }
}
