using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;
using HotPath.Engine.Tests.Queue.Storage;

namespace HotPath.Engine.Tests.Queue;

/// <summary>
/// A wall clock that jumps a year forward or back: pauses, ends of trying and disks go by elapsed time, so that nothing hangs or is
/// dropped.
/// </summary>
public sealed class ClockJumpTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public async Task WallClock_JumpsDuringAPause_ThePauseAndTheEndOfTryingStay(int days)
    {
        using var rig = new QueueRig();
        var exporter = new ManualExporter();
        await using SendingQueue queue = rig.Queue(QueueRig.Plan(retry: QueueRig.SteadyRetry), exporter);
        queue.TryEnqueue(rig.Batch(items: 3), rig.Edge).ShouldBe(EnqueueResult.Enqueued);
        (await exporter.NextAsync()).Fail("unavailable");
        await rig.Clock.WhenArmedAsync();

        rig.Clock.JumpWall(TimeSpan.FromDays(days));
        rig.Clock.NextDue.ShouldBe(Pause);
        rig.Edge.Failed.ShouldBe(0, "a year is no time spent on trying");
        rig.Clock.Advance(Pause);
        (await exporter.NextAsync()).Deliver();

        (await queue.StopAsync(CancellationToken.None)).ShouldBe(0);
        rig.Edge.Sent.ShouldBe(3);
    }

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public async Task WallClock_JumpsOverARestart_TheDisksBatchesAreSentInOrder(int days)
    {
        await using StorageRig rig = new StorageRig().Start();
        await rig.PushAsync(1);
        await rig.PushAsync(2);
        rig.Queues.Clock.JumpWall(TimeSpan.FromDays(days));
        await rig.PushAsync(3);
        (await rig.StopAsync()).ShouldBe(0);

        rig.Queues.Clock.JumpWall(TimeSpan.FromDays(2 * days));
        rig.Start();
        await rig.PushAsync(4);
        for (int items = 1; items <= 4; items++)
        {
            (await rig.DeliverNextAsync()).ShouldBe(items);
        }

        rig.ShouldBecomeEmpty();
    }
}
