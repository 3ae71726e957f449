using System.Net;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;
using HotPath.Engine.Queue.Storage;

namespace HotPath.Engine.Tests.Queue.Storage;

/// <summary>What a queue on disk promises while its process lives, and after it.</summary>
public sealed class PersistentQueueTests
{
    [Fact]
    public async Task Sender_IsAnsweredOnceItsBatchIsWritten_NotWhenItIsDelivered()
    {
        await using StorageRig rig = new StorageRig().Start();

        (await rig.PushAsync(1)).Kind.ShouldBe(OutcomeKind.Ok);

        rig.Files.ShouldHaveSingleItem().ShouldEndWith(".seg");
        rig.Queue.Size.ShouldBe(1);
        rig.Queue.DiskBytes.ShouldBeGreaterThan(0);
        (await rig.DeliverNextAsync()).ShouldBe(1);
        rig.ShouldBecomeEmpty();
        rig.Edge.Sent.ShouldBe(1);
    }

    [Fact]
    public async Task Stop_WithTheBackendDown_LosesNothing_TheNextStartSendsItInOrder()
    {
        await using StorageRig rig = new StorageRig().Start();
        for (int items = 1; items <= 20; items++)
        {
            await rig.PushAsync(items);
        }

        (await rig.Exporter.NextAsync()).Items.ShouldBe(1);
        (await rig.StopAsync()).ShouldBe(0, "what is on disk is not lost");
        rig.Edge.Queued.ShouldBe(210);

        rig.Start();
        rig.Edge.Enqueued.ShouldBe(210);
        rig.Edge.Recovered.ShouldBe(210);
        rig.Queue.Size.ShouldBe(20);
        for (int items = 1; items <= 20; items++)
        {
            (await rig.DeliverNextAsync()).ShouldBe(items);
        }

        rig.ShouldBecomeEmpty();
        rig.Edge.Sent.ShouldBe(210);
        (await rig.StopAsync()).ShouldBe(0);

        rig.Start();
        rig.Queue.Size.ShouldBe(0);
    }

    [Fact]
    public async Task Attempt_CutOffByTheStop_IsMadeAgain()
    {
        await using StorageRig rig = new StorageRig().Start();
        await rig.PushAsync(5);
        Attempt attempt = await rig.Exporter.NextAsync();
        attempt.Fail();
        await rig.Queues.Clock.WhenArmedAsync(1);

        (await rig.StopAsync()).ShouldBe(0);
        rig.Queues.Log.Lines.ShouldNotContain(static line => line.Message.Contains("Dropping"));

        (await rig.Start().DeliverNextAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task Memory_WithTheBackendDown_HoldsNoMoreThanTheShare()
    {
        await using var rig = new StorageRig { ShareBytes = 4000 };
        rig.Start();
        for (int items = 1; items <= 50; items++)
        {
            await rig.PushAsync(items, bytes: 1000);
            rig.Queue.HeldBytes.ShouldBeLessThanOrEqualTo(4000);
        }

        // Three of a thousand bytes are within the part for what is on its way; the others' slabs have gone back.
        SpinWait.SpinUntil(() => rig.Queues.OutstandingBatches == 3, TimeSpan.FromSeconds(60))
            .ShouldBeTrue($"{rig.Queues.OutstandingBatches} batches are in memory; {rig.State}");
        for (int items = 1; items <= 50; items++)
        {
            (await rig.DeliverNextAsync()).ShouldBe(items);
        }

        rig.ShouldBecomeEmpty();
        rig.Edge.Sent.ShouldBe(50 * 51 / 2);
    }

    [Fact]
    public async Task Full_ByQueueSize_RefusesUntilSomethingHasGone()
    {
        await using StorageRig rig = new StorageRig(QueueRig.Plan(size: 2)).Start();
        await rig.PushAsync(1);
        await rig.PushAsync(2);
        Batch third = rig.Queues.Batch(items: 3);
        rig.Queue.TryEnqueue(third, rig.Edge).ShouldBe(EnqueueResult.QueueFull);
        ValueTask room = rig.Queue.WaitForRoomAsync(default);

        await rig.DeliverNextAsync();
        await room.AsTask().WaitAsync(TimeSpan.FromSeconds(60));

        rig.Queue.TryEnqueue(third, rig.Edge).ShouldBe(EnqueueResult.Enqueued);
        (await rig.DeliverNextAsync()).ShouldBe(2);
        (await rig.DeliverNextAsync()).ShouldBe(3);
        rig.ShouldBecomeEmpty();
    }

    [Fact]
    public async Task Full_ByDiskSize_RefusesUntilSomethingHasGone()
    {
        await using var rig = new StorageRig();
        rig.Storage = rig.Storage with { MaxBytes = 1, Compress = false };
        rig.Start();
        await rig.PushAsync(1);
        rig.Queue.TryReserve(1, 10).ShouldBeFalse();

        await rig.DeliverNextAsync();
        rig.ShouldBecomeEmpty();

        (await rig.PushAsync(2)).Kind.ShouldBe(OutcomeKind.Ok);
        (await rig.DeliverNextAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Full_ByDiskSize_NamesWhenTheOldestFileGoesAtTheRateAtWhichItsRecordsDo()
    {
        await using var rig = new StorageRig();
        rig.Storage = rig.Storage with { MaxBytes = 10_000, Compress = false };
        rig.Start();
        int batches = 0;
        while (rig.Queue.TryReserve(1, 500))
        {
            rig.Queue.CancelReserve(1, 500);
            await rig.PushAsync(1, 500);
            batches++;
        }

        batches.ShouldBeGreaterThan(10);
        rig.Queues.Clock.Advance(TimeSpan.FromSeconds(9));
        rig.Queue.RetryAfter(1, 500).ShouldBe(TimeSpan.FromSeconds(9), "nothing has gone yet");

        // Two go in a second; the file is removed with the last of its records.
        for (int gone = 1; gone <= 8; gone++)
        {
            await rig.DeliverNextAsync();
            SpinWait.SpinUntil(() => rig.Queue.Size == batches - gone, TimeSpan.FromSeconds(60)).ShouldBeTrue(rig.State);
            rig.Queues.Clock.Advance(TimeSpan.FromSeconds(0.5));
        }

        rig.Queue.TryReserve(1, 500).ShouldBeFalse();
        rig.Queue.RetryAfter(1, 500).TotalSeconds.ShouldBe((batches - 8) / 2.0, tolerance: 0.1);
        for (int left = batches - 8; left > 0; left--)
        {
            await rig.DeliverNextAsync();
        }

        rig.ShouldBecomeEmpty();
        rig.Queue.RetryAfter(1, 500).ShouldBe(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task RefusedForGood_IsCountedAndGone()
    {
        await using StorageRig rig = new StorageRig().Start();
        await rig.PushAsync(4);
        (await rig.Exporter.NextAsync()).Refuse();

        rig.ShouldBecomeEmpty();
        rig.Edge.FailedByReason["invalid_argument"].ShouldBe(4);
    }

    [Fact]
    public async Task Disk_ThatCannotBeWritten_RefusesWhoWaitsAndSendsWhatNobodyWaitsForFromMemory()
    {
        await using StorageRig rig = new StorageRig().Start();
        Directory.Delete(rig.Directory, recursive: true);

        (await rig.PushAsync(1)).Kind.ShouldBe(OutcomeKind.Retryable);
        rig.Edge.EnqueueFailedByReason[PersistentQueue.StorageFailed].ShouldBe(1);

        rig.Queue.TryEnqueue(rig.Queues.Batch(items: 2), rig.Edge).ShouldBe(EnqueueResult.Enqueued);
        (await rig.DeliverNextAsync()).ShouldBe(2);
        rig.ShouldHoldNothing();
        rig.Edge.Sent.ShouldBe(2);
        rig.Queues.Log.Lines.ShouldContain(static line => line.Message.Contains("can't be written"));
        Directory.CreateDirectory(rig.Directory);
    }

    [Fact]
    public async Task Record_ThatIsDamaged_IsCountedAndTheOthersAreSent()
    {
        await using var rig = new StorageRig();
        rig.Storage = rig.Storage with { Compress = false };
        rig.Start();
        for (int items = 1; items <= 3; items++)
        {
            await rig.PushAsync(items, bytes: 500);
        }

        await rig.StopAsync();
        string path = rig.Files.Single(static file => file.EndsWith(".seg", StringComparison.Ordinal));
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);

        rig.Start();
        (await rig.DeliverNextAsync()).ShouldBe(1);
        (await rig.DeliverNextAsync()).ShouldBe(3);
        rig.ShouldBecomeEmpty();
        rig.Edge.FailedByReason[PersistentQueue.StorageCorrupt].ShouldBe(2);
        rig.Queues.Log.Lines.ShouldContain(static line => line.Message.Contains("damaged"));
    }

    [Fact]
    public async Task Client_OverARestart_IsKept()
    {
        await using StorageRig rig = new StorageRig().Start();
        var draft = new MetadataDraft();
        draft.TryAdd(0, "shop").ShouldBeTrue();
        draft.TryAdd(1, "eins").ShouldBeTrue();
        draft.TryAdd(1, "zwei").ShouldBeTrue();
        Batch batch = rig.Queues.Batch();
        batch.Client = new ClientInfo(new MetadataTable(MetadataKeys.Of(["x-tenant", "x-zone"])).Find(draft), IPAddress.Parse("10.1.2.3"));
        rig.Queue.TryEnqueue(batch, rig.Edge, asks: true, default, out Task<Outcome>? answer);
        await answer!.WaitAsync(TimeSpan.FromSeconds(60));
        await rig.StopAsync();

        Attempt attempt = await rig.Start().Exporter.NextAsync();
        attempt.Batch.Client.Metadata.ToString().ShouldBe("x-tenant=shop; x-zone=eins,zwei");
        attempt.Batch.Client.Address.ShouldBe(IPAddress.Parse("10.1.2.3"));
        attempt.Deliver();
    }

    [Fact]
    public async Task Directory_OfAnotherProcess_IsRefusedAndSaysWhatToDo()
    {
        await using var rig = new StorageRig();
        rig.Storage = rig.Storage with { LockTimeout = TimeSpan.Zero };
        rig.Start();

        Should.Throw<IOException>(rig.Open).Message.ShouldContain(
            "is in use by another process: stop it, or give this one another directory");
    }

    [Fact]
    public async Task Directory_ThatIsMissing_IsRefusedUnlessItMayBeMade()
    {
        await using var rig = new StorageRig();
        rig.Storage = rig.Storage with { CreateDirectory = false };
        Should.Throw<IOException>(rig.Open).Message.ShouldContain("does not exist: make it, or set create_directory: true");

        rig.Storage = rig.Storage with { CreateDirectory = true };
        rig.Start();
    }
}
