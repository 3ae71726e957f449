using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Pipeline;

/// <summary>
/// <c>wait_for_result</c>: every sender gets its own request's outcome, over splits, merges and exporters. The rig proves in each test that
/// the ledger balances and that no lease is left.
/// </summary>
public sealed class WaitForResultTests
{
    private const string Waits = "wait_for_result: true";
    private const string NoRetry = "retry_on_failure: {enabled: false}, timeout: 0s";

    private static SendResult Down => new(SendStatus.Retryable, 0, TimeSpan.FromSeconds(7), "unavailable", "down");

    private static SendResult Refused => new(SendStatus.Permanent, 0, TimeSpan.Zero, "invalid_argument", "no such tenant");

    private static PathRig Rig(string queue, string processors = "", string pipelineProcessors = "") =>
        PathRig.Traces(processors, pipelineProcessors, $$"""test: {sending_queue: { {{queue}} }, {{NoRetry}} }""", "test");

    private static Task<Outcome> Send(
        PathRig rig, int items, int seed = 1, Deadline? deadline = null, CancellationToken cancel = default) =>
        rig.DeliverAsync(SampleRequests.Traces(items, seed), deadline: deadline, cancel: cancel);

    private static EdgeLedger Edge(PathRig rig, string exporter = "test") => rig.Path.Ledger.Edges.Single(e => e.Exporter == exporter);

    [Fact]
    public async Task Answer_Delivered_IsOk()
    {
        await using PathRig rig = Rig(Waits);
        rig.Exporter("test").Hang();
        Task<Outcome> answer = Send(rig, 3);
        answer.IsCompleted.ShouldBeFalse();
        rig.Exporter("test").Release();
        (await answer).ShouldBe(Outcome.Ok);
        (rig.Exporter("test").Items, Edge(rig).Sent).ShouldBe((3, 3));
        rig.Path.Ledger.Receivers[0].AcceptedItems.ShouldBe(3);
    }

    [Fact]
    public async Task Answer_Retryable_CarriesTheBackendsDelayAndCountsAsRefused()
    {
        await using PathRig rig = Rig(Waits);
        rig.Exporter("test").Answer = _ => Down;
        (await Send(rig, 3)).ShouldBe(Outcome.Retryable("down", TimeSpan.FromSeconds(7)));
        rig.Path.Ledger.Receivers[0].RefusedRequests["exporter"].ShouldBe(1);
        Edge(rig).FailedByReason["unavailable"].ShouldBe(3);
    }

    [Fact]
    public async Task Answer_RetryableWithoutADelay_StillNamesOne()
    {
        await using PathRig rig = Rig(Waits);
        rig.Exporter("test").Answer = _ => Down with { RetryAfter = TimeSpan.Zero };
        (await Send(rig, 3)).RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task Answer_Permanent_IsPermanent()
    {
        await using PathRig rig = Rig(Waits);
        rig.Exporter("test").Answer = _ => Refused;
        (await Send(rig, 3)).ShouldBe(Outcome.Permanent("no such tenant"));
    }

    [Fact]
    public async Task ThreeRequestsMergedIntoTwoBatches_OneFails_EachSenderGetsItsOwnAnswer()
    {
        await using PathRig rig = Rig($"{Waits}, num_consumers: 1, batch: {{min_size: 10, max_size: 10, flush_timeout: 1s}}");
        int batches = 0;
        rig.Exporter("test").Answer = _ => ++batches == 1 ? SendResult.Delivered : Down;

        // The first batch is 4 + 4 + 2, the second what is left of the third request: 5.
        Task<Outcome> first = Send(rig, 4, seed: 1);
        Task<Outcome> second = Send(rig, 4, seed: 2);
        first.IsCompleted.ShouldBeFalse();
        Task<Outcome> third = Send(rig, 7, seed: 3);
        (await first).ShouldBe(Outcome.Ok);
        (await second).ShouldBe(Outcome.Ok);
        third.IsCompleted.ShouldBeFalse("five of its items still wait");
        rig.Clock.Advance(TimeSpan.FromSeconds(1));

        (await third).ShouldBe(Outcome.Retryable("down", TimeSpan.FromSeconds(7)));
        (Edge(rig).Sent, Edge(rig).Failed).ShouldBe((10, 5));
        rig.Exporter("test").Sizes.ShouldBe([10]);
    }

    [Theory]
    [InlineData(1, OutcomeKind.Retryable)]
    [InlineData(2, OutcomeKind.Retryable)]
    [InlineData(3, OutcomeKind.Permanent)]
    public async Task OneRequestOverSeveralBatches_IsRetryableIfAnyIsElsePermanent(int scene, OutcomeKind kind)
    {
        await using PathRig rig = Rig($"{Waits}, batch: {{min_size: 2, max_size: 2}}");
        int batches = 0;
        rig.Exporter("test").Answer = _ => (scene, Interlocked.Increment(ref batches)) switch
        {
            (1, 1) or (3, 2) => Refused,
            (1, 2) or (2, 3) => Down,
            (2, _) => Refused,
            _ => SendResult.Delivered,
        };
        (await Send(rig, 6)).Kind.ShouldBe(kind);
    }

    [Fact]
    public async Task BatchProcessor_EndsTheWait()
    {
        await using PathRig rig = Rig($"{Waits}, queue_size: 5", "batch: {send_batch_size: 1}", "batch");
        rig.Exporter("test").Answer = _ => Refused;
        rig.Exporter("test").Hang();
        (await Send(rig, 3)).ShouldBe(Outcome.Ok);
        (await Send(rig, 3)).ShouldBe(Outcome.Ok, "nor does the stage wait for the first batch's answer");
    }

    [Fact]
    public async Task Deadline_EndsTheSendersWaitAndLeavesTheMergedItemsToTheOthers()
    {
        await using PathRig rig = Rig($"{Waits}, batch: {{min_size: 10, flush_timeout: 1s}}");
        Task<Outcome> hasty = Send(rig, 4, seed: 1, deadline: Deadline.After(rig.Clock, TimeSpan.FromMilliseconds(300)));
        Task<Outcome> patient = Send(rig, 4, seed: 2);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(300));
        (await hasty).ShouldBe(Outcome.DeadlineExceeded);
        patient.IsCompleted.ShouldBeFalse();
        rig.Clock.Advance(TimeSpan.FromMilliseconds(700));
        (await patient).ShouldBe(Outcome.Ok);
        Edge(rig).Sent.ShouldBe(8);
        rig.Path.Ledger.Receivers[0].RefusedRequests["deadline"].ShouldBe(1);
    }

    [Fact]
    public async Task Disconnection_EndsTheSendersWaitAndLeavesTheOthersAnswers()
    {
        await using PathRig rig = Rig($"{Waits}, batch: {{min_size: 10, max_size: 10, flush_timeout: 1s}}");
        using var gone = new CancellationTokenSource();
        Task<Outcome> leaves = Send(rig, 4, seed: 1, cancel: gone.Token);
        Task<Outcome> stays = Send(rig, 4, seed: 2);
        await gone.CancelAsync();
        (await leaves).Kind.ShouldBe(OutcomeKind.Retryable);
        stays.IsCompleted.ShouldBeFalse();
        (await Send(rig, 2, seed: 3)).ShouldBe(Outcome.Ok);
        (await stays).ShouldBe(Outcome.Ok);
        rig.Exporter("test").Sizes.ShouldBe([10]);
        rig.Path.Ledger.Receivers[0].RefusedRequests["aborted"].ShouldBe(1);
    }

    [Fact]
    public async Task Disconnection_NothingMerged_GivesTheAttemptUp()
    {
        await using PathRig rig = Rig(Waits);
        rig.Exporter("test").Hang();
        using var gone = new CancellationTokenSource();
        Task<Outcome> leaves = Send(rig, 4, cancel: gone.Token);
        await gone.CancelAsync();
        (await leaves).Kind.ShouldBe(OutcomeKind.Retryable);
        await rig.DrainAsync();
        Edge(rig).FailedByReason["cancelled"].ShouldBe(4);
    }

    [Fact]
    public async Task Shutdown_FlushesWhatIsPendingAndAnswersItsSenders()
    {
        await using PathRig rig = Rig($"{Waits}, batch: {{min_size: 100, flush_timeout: 1h}}");
        Task<Outcome> first = Send(rig, 4, seed: 1);
        Task<Outcome> second = Send(rig, 4, seed: 2);
        await rig.DrainAsync();
        (await first, await second).ShouldBe((Outcome.Ok, Outcome.Ok));
        rig.Exporter("test").Sizes.ShouldBe([8]);
    }

    [Fact]
    public async Task HastenAnswers_EndsMergingAndRetryingForWhoWaits()
    {
        await using PathRig rig = PathRig.Traces(
            "", "", $$"""test: {sending_queue: { {{Waits}}, batch: {min_size: 100, flush_timeout: 1h} }, timeout: 0s}""", "test");
        rig.Exporter("test").Answer = _ => Down;
        Task<Outcome> pending = Send(rig, 4, seed: 1);
        rig.Path.HastenAnswers();
        (await pending).Kind.ShouldBe(OutcomeKind.Retryable);
        (await Send(rig, 4, seed: 2)).Kind.ShouldBe(OutcomeKind.Retryable);
        Edge(rig).FailedByReason["shutting_down"].ShouldBe(8);
    }

    [Fact]
    public async Task Shutdown_PastItsDeadline_AnswersRetryable()
    {
        await using PathRig rig = Rig($"{Waits}, batch: {{min_size: 4}}");
        rig.Exporter("test").Hang();
        Task<Outcome> answer = Send(rig, 4);
        Task<DrainReport> drained = rig.DrainAsync(TimeSpan.FromSeconds(1));
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        (await drained).ShouldBe(new DrainReport(4, InTime: false));
        (await answer).Kind.ShouldBe(OutcomeKind.Retryable);
        Edge(rig).FailedByReason["shutting_down"].ShouldBe(4);
    }

    [Fact]
    public async Task TwoExporters_OnlyTheOneThatWaitsDecides()
    {
        await using PathRig rig = PathRig.Traces(
            "", "", $$"""test/waits: {sending_queue: { {{Waits}} }, {{NoRetry}} }, test/not: { {{NoRetry}} }""", "test/waits, test/not");
        rig.Exporter("test/not").Answer = _ => Refused;
        (await Send(rig, 3, seed: 1)).ShouldBe(Outcome.Ok);
        rig.Exporter("test/waits").Answer = _ => Down;
        (await Send(rig, 3, seed: 2)).Kind.ShouldBe(OutcomeKind.Retryable);
    }

    [Theory]
    [InlineData(false, false, OutcomeKind.Ok)]
    [InlineData(true, false, OutcomeKind.Permanent)]
    [InlineData(false, true, OutcomeKind.Retryable)]
    [InlineData(true, true, OutcomeKind.Retryable)]
    public async Task TwoExportersThatWait_CountTogether(bool firstRefuses, bool secondIsDown, OutcomeKind kind)
    {
        await using PathRig rig = PathRig.Traces(
            "",
            "",
            $$"""
            test/a: {sending_queue: { {{Waits}}, batch: {min_size: 1, max_size: 2} }, {{NoRetry}} },
            test/b: {sending_queue: { {{Waits}} }, {{NoRetry}} }
            """,
            "test/a, test/b");
        rig.Exporter("test/a").Answer = batch => firstRefuses && batch.Items == 1 ? Refused : SendResult.Delivered;
        rig.Exporter("test/b").Answer = _ => secondIsDown ? Down : SendResult.Delivered;
        (await Send(rig, 5)).Kind.ShouldBe(kind);
        Edge(rig, "test/a").Failed.ShouldBe(firstRefuses ? 1 : 0);
        Edge(rig, "test/b").Failed.ShouldBe(secondIsDown ? 5 : 0);
    }

    [Fact]
    public async Task FullQueueBesideOthers_IsToldToWhoWaits()
    {
        await using PathRig rig = PathRig.Traces(
            "", "", $$"""test/full: {sending_queue: { {{Waits}}, queue_size: 1, num_consumers: 1 }, {{NoRetry}} }, test/b: {}""",
            "test/full, test/b");
        rig.Exporter("test/full").Hang();
        Task<Outcome> first = Send(rig, 3, seed: 1);
        Outcome second = await Send(rig, 3, seed: 2);
        (second.Kind, second.Message).ShouldBe((OutcomeKind.Retryable, "sending queue is full"));
        rig.Exporter("test/full").Release();
        (await first).ShouldBe(Outcome.Ok);
    }

    [Fact]
    public async Task BlockOnOverflow_WaitsForRoomAndThenForTheAnswer()
    {
        await using PathRig rig = PathRig.Traces(
            "",
            "",
            $$"""test/a: {sending_queue: { {{Waits}}, block_on_overflow: true, queue_size: 1, num_consumers: 1 }, {{NoRetry}} }, """
            + "test/b: {}",
            "test/a, test/b");
        rig.Exporter("test/a").Hang();
        Task<Outcome> first = Send(rig, 3, seed: 1);
        Task<Outcome> blocked = Send(rig, 4, seed: 2);
        using var gone = new CancellationTokenSource();
        Task<Outcome> leaves = Send(rig, 5, seed: 3, cancel: gone.Token);
        Task<Outcome> late = Send(rig, 6, seed: 4, deadline: Deadline.After(rig.Clock, TimeSpan.FromSeconds(1)));
        await gone.CancelAsync();
        (await leaves).Kind.ShouldBe(OutcomeKind.Retryable);
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        (await late).ShouldBe(Outcome.DeadlineExceeded);
        blocked.IsCompleted.ShouldBeFalse();
        rig.Exporter("test/a").Answer = batch => batch.Items == 4 ? Refused : SendResult.Delivered;
        rig.Exporter("test/a").Release();
        (await first).ShouldBe(Outcome.Ok);
        (await blocked).ShouldBe(Outcome.Permanent("no such tenant"));
        Edge(rig, "test/a").EnqueueFailedByReason["cancelled"].ShouldBe(11);
    }
}
