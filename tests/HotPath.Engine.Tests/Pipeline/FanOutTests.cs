using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Pipeline;

/// <summary>Several exporters, several pipelines: who waits, who drops, who is told.</summary>
public sealed class FanOutTests
{
    private static EdgeLedger Edge(PathRig rig, string exporter) => rig.Path.Ledger.Edges.Single(e => e.Exporter == exporter);

    [Fact]
    public async Task FanOut_TwoExporters_BothGetEveryItem()
    {
        await using PathRig rig = PathRig.Traces("batch: {}", "batch", "test/a: {}, test/b: {}", "test/a, test/b");
        await rig.DeliverAsync(SampleRequests.Traces(30, seed: 1));
        await rig.DrainAsync();

        rig.Exporter("test/a").Received.ShouldBe(rig.Exporter("test/b").Received);
        rig.Exporter("test/a").Items.ShouldBe(30);
    }

    [Fact]
    public async Task FanOut_OneOfTwoExportersHangs_TheOtherKeepsItsRateAndTheHungOneDropsItsOwnCopies()
    {
        await using PathRig rig = PathRig.Traces(
            "batch: {send_batch_size: 10}", "batch",
            "test/dead: {sending_queue: {queue_size: 3, num_consumers: 1}, timeout: 0s}, test/live: {}", "test/dead, test/live");
        rig.Exporter("test/dead").Hang();
        for (int seed = 0; seed < 50; seed++)
        {
            (await rig.DeliverAsync(SampleRequests.Traces(10, seed))).ShouldBe(Outcome.Ok);
        }

        SpinWait.SpinUntil(() => rig.Exporter("test/live").Items == 500, TimeSpan.FromSeconds(60)).ShouldBeTrue($"{rig.Path.Ledger}");
        Edge(rig, "test/dead").EnqueueFailedByReason["queue_full"].ShouldBe(470);
        Edge(rig, "test/live").EnqueueFailed.ShouldBe(0);
        rig.Exporter("test/dead").Release();
        await rig.DrainAsync();
        Edge(rig, "test/dead").Sent.ShouldBe(30);
    }

    [Fact]
    public async Task FanOut_SoleExporterHangs_TheReceiverIsLateThenRefusedAndNothingIsLost()
    {
        await using PathRig rig = PathRig.Create(
            """
            receivers: {test: {}}
            processors: {batch: {send_batch_size: 1}}
            exporters: {test: {sending_queue: {queue_size: 2, num_consumers: 1}, timeout: 0s}}
            service: {pipelines: {traces: {receivers: [test], processors: [batch], exporters: [test]}}}
            """,
            options => options with { RingCapacity = 4 });
        rig.Exporter("test").Hang();

        // Two in the queue, one with the stage, which is late; up to four in the ring.
        for (int seed = 0; seed < 7; seed++)
        {
            (await rig.DeliverAsync(SampleRequests.Traces(1, seed))).ShouldBe(Outcome.Ok);
        }

        Task<Outcome> late = rig.DeliverAsync(SampleRequests.Traces(1, seed: 8));
        late.IsCompleted.ShouldBeFalse();
        rig.Clock.Advance(DataPathOptions.DefaultAdmissionWait);
        Outcome refusal = await late;
        refusal.Kind.ShouldBe(OutcomeKind.Throttled);
        refusal.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        rig.Path.Ledger.Receivers[0].RefusedRequests["late"].ShouldBe(1);

        rig.Exporter("test").Release();
        await rig.DrainAsync();
        rig.Exporter("test").Items.ShouldBe(7);
    }

    [Fact]
    public async Task FanOut_SlotFreesWhileARequestWaits_ItIsTakenAfterAll()
    {
        await using PathRig rig = PathRig.Traces("", "", "test: {sending_queue: {queue_size: 1, num_consumers: 1}, timeout: 0s}", "test");
        rig.Exporter("test").Hang();
        (await rig.DeliverAsync(SampleRequests.Traces(3, seed: 1))).ShouldBe(Outcome.Ok);

        Task<Outcome> late = rig.DeliverAsync(SampleRequests.Traces(4, seed: 2));
        late.IsCompleted.ShouldBeFalse();
        rig.Exporter("test").Release();

        (await late).ShouldBe(Outcome.Ok);
        await rig.DrainAsync();
        rig.Exporter("test").Items.ShouldBe(7);
    }

    [Fact]
    public async Task FanOut_SendersDeadlineBeforeAdmissionWait_IsDeadlineExceeded()
    {
        await using PathRig rig = PathRig.Traces("", "", "test: {sending_queue: {queue_size: 1, num_consumers: 1}, timeout: 0s}", "test");
        rig.Exporter("test").Hang();
        await rig.DeliverAsync(SampleRequests.Traces(1, seed: 1));

        Task<Outcome> late = rig.DeliverAsync(
            SampleRequests.Traces(1, seed: 2), deadline: Deadline.After(rig.Clock, TimeSpan.FromMilliseconds(100)));
        rig.Clock.Advance(TimeSpan.FromMilliseconds(100));

        (await late).Kind.ShouldBe(OutcomeKind.DeadlineExceeded);
    }

    [Fact]
    public async Task FanOut_SenderGoesAwayWhileLate_IsCountedAsAborted()
    {
        await using PathRig rig = PathRig.Traces("", "", "test: {sending_queue: {queue_size: 1, num_consumers: 1}, timeout: 0s}", "test");
        rig.Exporter("test").Hang();
        await rig.DeliverAsync(SampleRequests.Traces(1, seed: 1));

        using var gone = new CancellationTokenSource();
        Task<Outcome> late = rig.DeliverAsync(SampleRequests.Traces(2, seed: 2), cancel: gone.Token);
        await gone.CancelAsync();

        (await late).Kind.ShouldBe(OutcomeKind.Retryable);
        rig.Path.Ledger.Receivers[0].RefusedRequests["aborted"].ShouldBe(1);
        rig.Path.Ledger.Receivers[0].RefusedItems.ShouldBe(2);
    }

    [Fact]
    public async Task FanOut_BlockOnOverflow_WaitsInsteadOfDropping()
    {
        await using PathRig rig = PathRig.Traces(
            "batch: {send_batch_size: 1}",
            "batch",
            "test/slow: {sending_queue: {queue_size: 1, num_consumers: 1, block_on_overflow: true}, timeout: 0s}, test/live: {}",
            "test/slow, test/live");
        rig.Exporter("test/slow").Hang();
        for (int seed = 0; seed < 10; seed++)
        {
            await rig.DeliverAsync(SampleRequests.Traces(1, seed));
        }

        rig.Exporter("test/slow").Release();
        await rig.DrainAsync();
        rig.Exporter("test/slow").Items.ShouldBe(10);
        Edge(rig, "test/slow").EnqueueFailed.ShouldBe(0);
    }

    [Fact]
    public async Task FanOut_ExporterWithoutQueue_TellsTheSender()
    {
        await using PathRig rig =
            PathRig.Traces("", "", "test: {sending_queue: {enabled: false}, retry_on_failure: {enabled: false}}", "test");
        rig.Exporter("test").Answer = _ => new SendResult(SendStatus.Permanent, 0, TimeSpan.Zero, "invalid_argument", "no such tenant");

        (await rig.DeliverAsync(SampleRequests.Traces(5, seed: 1))).ShouldBe(Outcome.Permanent("no such tenant"));
        Edge(rig, "test").FailedByReason["invalid_argument"].ShouldBe(5);
        rig.Path.Ledger.Receivers[0].RefusedRequests["exporter"].ShouldBe(1);
    }
}
