using HotPath.Engine.Pipeline;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Pipeline;

/// <summary>What a shutdown hands on, and how it counts what it can't.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task Drain_HealthyBackend_LeavesNothing()
    {
        await using PathRig rig = PathRig.Traces("batch: {timeout: 1h}", "batch", "test: {}", "test");
        for (int seed = 0; seed < 20; seed++)
        {
            await rig.DeliverAsync(SampleRequests.Traces(5, seed));
        }

        (await rig.DrainAsync()).ShouldBe(new DrainReport(0, InTime: true));
        rig.Exporter("test").Items.ShouldBe(100);
    }

    [Fact]
    public async Task Drain_HungBackend_EndsAtTheDeadlineAndCountsWhatIsLeft()
    {
        await using PathRig rig = PathRig.Traces(
            "batch: {send_batch_size: 5}", "batch", "test: {sending_queue: {queue_size: 2, num_consumers: 1}, timeout: 0s}", "test");
        rig.Exporter("test").Hang();
        for (int seed = 0; seed < 10; seed++)
        {
            await rig.DeliverAsync(SampleRequests.Traces(5, seed));
        }

        Task<DrainReport> draining = rig.DrainAsync(TimeSpan.FromSeconds(3));
        await rig.Clock.WhenArmedAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(3));

        (await draining).ShouldBe(new DrainReport(50, InTime: false));
        rig.Path.Ledger.Edges[0].FailedByReason[DropReason.ShuttingDown].ShouldBe(10);
        rig.Path.Ledger.Edges[0].EnqueueFailedByReason[DropReason.ShuttingDown].ShouldBe(40);
    }

    [Fact]
    public async Task Drain_FailingBackend_GivesEachBatchOneLastAttempt()
    {
        await using PathRig rig =
            PathRig.Traces("", "", "test: {retry_on_failure: {initial_interval: 1h, max_interval: 1h, max_elapsed_time: 0s}}", "test");
        int attempts = 0;
        rig.Exporter("test").Answer = _ =>
        {
            Interlocked.Increment(ref attempts);
            return new SendResult(SendStatus.Retryable, 0, TimeSpan.Zero, "unavailable", "backend is down");
        };
        for (int seed = 0; seed < 3; seed++)
        {
            await rig.DeliverAsync(SampleRequests.Traces(1, seed));
        }

        DrainReport report = await rig.DrainAsync();
        report.LeftItems.ShouldBe(3);
        attempts.ShouldBeInRange(3, 6);
        rig.Path.Ledger.Edges[0].Failed.ShouldBe(3);
    }
}
