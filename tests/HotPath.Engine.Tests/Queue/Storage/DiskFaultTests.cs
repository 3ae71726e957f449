using HotPath.Core.Storage;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue.Storage;

namespace HotPath.Engine.Tests.Queue.Storage;

/// <summary>A disk that fails under a queue: the process goes on, every item is accounted for, and the log says what to look at.</summary>
public sealed class DiskFaultTests
{
    private const int SegmentStart = 16;

    // More than what is stepped over where the disk can't read: 64 KiB.
    private const int BeyondAStep = 66_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(SegmentIo.Write)]
    [InlineData(SegmentIo.Sync)]
    public async Task Disk_ThatIsFullForAWhile_RefusesAndThenTakesAgain(SegmentIo refused)
    {
        await using var rig = new StorageRig();
        rig.Storage = rig.Storage with { Fsync = true };
        rig.Start();
        await rig.PushAsync(1);
        rig.Disk = (io, _, _) => Refuse(io == refused);

        (await rig.PushAsync(2)).Kind.ShouldBe(OutcomeKind.Retryable);
        rig.Edge.EnqueueFailedByReason[PersistentQueue.StorageFailed].ShouldBe(2);

        rig.Disk = null;
        (await rig.PushAsync(3)).Kind.ShouldBe(OutcomeKind.Ok);
        (await rig.DeliverNextAsync()).ShouldBe(1);
        (await rig.DeliverNextAsync()).ShouldBe(3);
        rig.ShouldBecomeEmpty();
    }

    [Fact]
    public async Task Read_ThatFailsForAMoment_IsTriedAgain()
    {
        await using var rig = new StorageRig { ShareBytes = 1200 };
        await FillAsync(rig);
        int failed = 0;
        rig.Disk = (io, _, _) => Refuse(io == SegmentIo.Read && Interlocked.Increment(ref failed) <= 2);

        await DeliverThreeAsync(rig);
        await AdvanceUntilAsync(rig, () => rig.Exporter.HasNext);

        (await rig.DeliverNextAsync()).ShouldBe(4);
        (await rig.DeliverNextAsync()).ShouldBe(5);
        rig.ShouldBecomeEmpty();
        rig.Edge.Failed.ShouldBe(0);
        rig.Queues.Log.Lines.ShouldContain(static line => line.Message.Contains("can't be read"));
    }

    [Fact]
    public async Task Record_ThatCannotBeRead_IsCountedAndSentAfterTheNextStartIfItCan()
    {
        await using var rig = new StorageRig { ShareBytes = 1200 };
        rig.Storage = rig.Storage with { Compress = false };
        await FillAsync(rig);
        (long fourth, long fifth) = Places(rig);
        rig.Disk = (io, _, offset) => Refuse(io == SegmentIo.Read && offset > fourth && offset < fifth);

        await DeliverThreeAsync(rig);
        await AdvanceUntilAsync(rig, () => rig.Exporter.HasNext);
        (await rig.DeliverNextAsync()).ShouldBe(5);
        rig.ShouldHoldNothing();
        rig.Edge.FailedByReason[PersistentQueue.StorageFailed].ShouldBe(4);
        await rig.StopAsync();

        rig.Disk = null;
        rig.Start();
        rig.Edge.Recovered.ShouldBe(4);
        (await rig.DeliverNextAsync()).ShouldBe(4);
        rig.ShouldBecomeEmpty();
    }

    [Fact]
    public async Task Place_ThatTheStartCouldNotRead_IsLeftToTheNextStart()
    {
        await using var rig = new StorageRig();
        rig.Storage = rig.Storage with { Compress = false };
        rig.Start();
        await rig.PushAsync(1, bytes: BeyondAStep);
        await rig.PushAsync(2);
        await rig.StopAsync();

        rig.Disk = (io, _, offset) => Refuse(io == SegmentIo.Read && offset == SegmentStart);
        rig.Start();
        rig.Disk = null;
        rig.Edge.Recovered.ShouldBe(2);
        (await rig.DeliverNextAsync()).ShouldBe(2);
        await rig.PushAsync(3);
        (await rig.DeliverNextAsync()).ShouldBe(3);
        await rig.StopAsync();
        (rig.Edge.Sent, rig.Edge.Queued).ShouldBe((5, 0));

        rig.Start();
        rig.Edge.Recovered.ShouldBe(1);
        (await rig.DeliverNextAsync()).ShouldBe(1);
        rig.ShouldBecomeEmpty();
    }

    [Fact]
    public async Task Header_DamagedWhileItWaits_IsCountedWithItsItemsAndFreesItsRoom()
    {
        await using var rig = new StorageRig { ShareBytes = 1200 };
        await FillAsync(rig);
        string path = rig.Files.Single();
        using (FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = Places(rig).Fourth + 8;
            file.WriteByte(0x55);
        }

        await DeliverThreeAsync(rig);
        (await rig.DeliverNextAsync()).ShouldBe(5);
        rig.ShouldBecomeEmpty();
        rig.Edge.FailedByReason[PersistentQueue.StorageCorrupt].ShouldBe(4);
    }

    [Fact]
    public async Task Directory_RemovedWhileInUse_RefusesInsteadOfWritingToAFileWithoutAName()
    {
        await using StorageRig rig = new StorageRig().Start();
        await rig.PushAsync(1);
        Directory.Delete(rig.Directory, recursive: true);

        (await rig.PushAsync(2)).Kind.ShouldBe(OutcomeKind.Retryable);

        (await rig.DeliverNextAsync()).ShouldBe(1);
        rig.ShouldHoldNothing();
        rig.Edge.Sent.ShouldBe(1);
        Directory.CreateDirectory(rig.Directory);
    }

    [Fact]
    public async Task Directory_RemovedAndThenStopped_CountsWhatWasInItAsLost()
    {
        await using var rig = new StorageRig { ShareBytes = 1200 };
        await FillAsync(rig);
        (await rig.DeliverNextAsync()).ShouldBe(1);

        // The last that the queue's thread does with the first batch is to write down that it is done: from here it leaves the disk alone.
        SpinWait.SpinUntil(() => rig.Files.Any(static file => file.EndsWith(".done", StringComparison.Ordinal)), Patience)
            .ShouldBeTrue($"on disk: {string.Join(' ', rig.Files)}; sent: {rig.Edge.Sent}");
        Directory.Delete(rig.Directory, recursive: true);

        await rig.StopAsync();

        rig.Edge.FailedByReason[PersistentQueue.StorageRemoved].ShouldBe(2 + 3 + 4 + 5, "in memory or not, they are in no file any more");
        rig.Edge.Queued.ShouldBe(0);
        string[] said = [.. rig.Queues.Log.Lines.Select(static line => line.Message)];
        said.ShouldContain(static line => line.Contains("were removed"));
        said.ShouldNotContain(static line => line.Contains("sent after the next start"));
        Directory.CreateDirectory(rig.Directory);
    }

    [Fact]
    public async Task Header_BrokenBeforeTheStart_IsToldAndItsBytesAreCounted()
    {
        await using var rig = new StorageRig { ShareBytes = 1200 };
        rig.Storage = rig.Storage with { Compress = false };
        await FillAsync(rig);
        await rig.StopAsync();
        (long fourth, long fifth) = Places(rig);
        using (FileStream file = new(rig.Files.Single(static file => file.EndsWith(".seg", StringComparison.Ordinal)), FileMode.Open))
        {
            file.Position = fourth + 8;
            file.WriteByte(0x55);
        }

        rig.Start();

        foreach (int items in new[] { 1, 2, 3, 5 })
        {
            (await rig.DeliverNextAsync()).ShouldBe(items);
        }

        rig.ShouldBecomeEmpty();
        rig.Edge.Recovered.ShouldBe(1 + 2 + 3 + 5, "what a broken header said of its record is not known");
        rig.Queue.DamagedBytes.All.ShouldBe([KeyValuePair.Create(SegmentDamage.NoRecord, fifth - fourth)]);
        rig.Queues.Log.Lines.ShouldContain(line => line.Message.Contains("is damaged") && (long)line.Fields["offset"]! == fourth);
    }

    [Fact]
    public async Task Record_TornAtTheEnd_IsToldAndItsBytesAreCounted()
    {
        await using var rig = new StorageRig { ShareBytes = 1200 };
        rig.Storage = rig.Storage with { Compress = false };
        await FillAsync(rig);
        await rig.StopAsync();
        (_, long fifth) = Places(rig);
        using (FileStream file = new(rig.Files.Single(static file => file.EndsWith(".seg", StringComparison.Ordinal)), FileMode.Open))
        {
            file.SetLength(fifth + 100);
        }

        rig.Start();

        for (int items = 1; items <= 4; items++)
        {
            (await rig.DeliverNextAsync()).ShouldBe(items);
        }

        rig.ShouldBecomeEmpty();
        rig.Queue.DamagedBytes.All.ShouldBe([KeyValuePair.Create(SegmentDamage.TornEnd, 100L)]);
        rig.Queues.Log.Lines.ShouldContain(static line => line.Message.Contains("was cut off"));
    }

    /// <summary>Five batches of the same size, of which the first three are in memory and the others on disk only.</summary>
    private static async Task FillAsync(StorageRig rig)
    {
        rig.Start();
        for (int items = 1; items <= 5; items++)
        {
            await rig.PushAsync(items, bytes: 300);
        }
    }

    private static async Task DeliverThreeAsync(StorageRig rig)
    {
        for (int items = 1; items <= 3; items++)
        {
            (await rig.DeliverNextAsync()).ShouldBe(items);
        }
    }

    /// <summary>Where the fourth and the fifth of five records begin that are of one size.</summary>
    private static (long Fourth, long Fifth) Places(StorageRig rig)
    {
        string segment = rig.Files.Single(static file => file.EndsWith(".seg", StringComparison.Ordinal));
        long record = (new FileInfo(segment).Length - SegmentStart) / 5;
        return (SegmentStart + (3 * record), SegmentStart + (4 * record));
    }

    /// <summary>Lets the fake clock's time pass until something is so.</summary>
    private static async Task AdvanceUntilAsync(StorageRig rig, Func<bool> isSo)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(Patience, rig.State);
            rig.Queues.Clock.Advance(PersistentQueue.ReadPause);
            await Task.Delay(10);
        }
    }

    private static void Refuse(bool isRefused)
    {
        if (isRefused)
        {
            throw new IOException("Input/output error");
        }
    }
}
