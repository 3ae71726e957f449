using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Connectors.Forward;

/// <summary>Pipelines that feed pipelines. The rig's end checks every ledger, and that no lease or batch is left.</summary>
public sealed class ForwardTests
{
    [Fact]
    public async Task Chain_ThroughBatches_DeliversAndAccountsInEachPipeline()
    {
        await using PathRig rig = Rig(
            "traces/a: {receivers: [test], processors: [batch], exporters: [forward]}",
            "traces/b: {receivers: [forward], processors: [batch/2], exporters: [test]}");
        byte[][] requests = [.. Enumerable.Range(1, 20).Select(seed => SampleRequests.Traces(7, seed))];
        foreach (byte[] request in requests)
        {
            (await rig.DeliverAsync(request)).ShouldBe(Outcome.Ok);
        }

        await rig.DrainAsync();

        CanonicalItems.ShouldBeSameMultiset(
            CanonicalItems.Of(Signal.Traces, rig.Exporter("test").Received), CanonicalItems.Of(Signal.Traces, requests));
        PipelineLedger b = rig.Path.Ledger.Pipelines.Single(p => p.Pipeline == "traces/b");
        (b.Accepted, b.Out).ShouldBe((140, 140));
        rig.Path.Ledger.Edges.Single(e => e.Exporter == "forward → traces/b").Sent.ShouldBe(140);
    }

    [Fact]
    public async Task FanInAndFanOut_ReachEveryPipelineOnce()
    {
        await using PathRig rig = Rig(
            "traces/a: {receivers: [test], exporters: [forward, test]}",
            "traces/b: {receivers: [test/2], processors: [batch], exporters: [forward]}",
            "traces/c: {receivers: [forward], processors: [batch/2], exporters: [test/2]}",
            "traces/d: {receivers: [forward, test/2], exporters: [test/3]}",
            "logs: {receivers: [test/2, forward], exporters: [test/4]}",
            "logs/2: {receivers: [test], exporters: [forward]}");
        (await rig.DeliverAsync(SampleRequests.Traces(5, seed: 1))).ShouldBe(Outcome.Ok);
        (await rig.DeliverAsync(SampleRequests.Traces(30, seed: 2), receiver: "test/2")).ShouldBe(Outcome.Ok);
        (await rig.DeliverAsync(SampleRequests.Logs(3, seed: 3), Signal.Logs)).ShouldBe(Outcome.Ok);

        await rig.DrainAsync();

        rig.Exporter("test").Items.ShouldBe(5);
        rig.Exporter("test/2").Items.ShouldBe(35);
        rig.Exporter("test/3").Items.ShouldBe(65);
        rig.Exporter("test/4").Items.ShouldBe(3);
    }

    [Fact]
    public async Task Diamond_DeliversBothWays()
    {
        await using PathRig rig = Rig(
            "traces/a: {receivers: [test], exporters: [forward]}",
            "traces/b: {receivers: [forward], exporters: [forward/2]}",
            "traces/c: {receivers: [forward], exporters: [forward/2]}",
            "traces/d: {receivers: [forward/2], processors: [batch], exporters: [test]}");
        (await rig.DeliverAsync(SampleRequests.Traces(5, seed: 1))).ShouldBe(Outcome.Ok);

        await rig.DrainAsync();
        rig.Exporter("test").Items.ShouldBe(10);
    }

    [Fact]
    public async Task FullPipelineBehindTheConnector_RefusesBeforeAnyPipelineHasIt()
    {
        await using PathRig rig = Rig(
            "traces/a: {receivers: [test], exporters: [forward, test/2]}",
            "traces/b: {receivers: [forward], exporters: [test]}");
        rig.Exporter("test").Hang();
        Outcome outcome = await rig.DeliverAsync(SampleRequests.Traces(5, seed: 1));
        for (int seed = 2; outcome.Kind == OutcomeKind.Ok && seed < 100; seed++)
        {
            Task<Outcome> next = rig.DeliverAsync(SampleRequests.Traces(5, seed));
            while (!next.IsCompleted)
            {
                rig.Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            outcome = await next;
        }

        outcome.Kind.ShouldBe(OutcomeKind.Throttled);
        long accepted = rig.Path.Ledger.Receivers[0].AcceptedItems;
        rig.Path.Ledger.Pipelines.ShouldAllBe(p => p.Accepted == accepted);
    }

    [Fact]
    public async Task FullPipelineBehindABatchWithOtherOutputs_LosesItsOwnCopyOnly()
    {
        await using PathRig rig = Rig(
            "traces/a: {receivers: [test], processors: [batch/now], exporters: [forward, test/2]}",
            "traces/b: {receivers: [forward], exporters: [test]}");
        rig.Exporter("test").Hang();
        for (int seed = 1; seed <= 20; seed++)
        {
            (await rig.DeliverAsync(SampleRequests.Traces(5, seed))).ShouldBe(Outcome.Ok);
        }

        EdgeLedger link = rig.Path.Ledger.Edges.Single(e => e.Exporter == "forward → traces/b");
        link.EnqueueFailedByReason[DropReason.QueueFull].ShouldBeGreaterThan(0);
        rig.Exporter("test").Release();
        await rig.DrainAsync();
        rig.Exporter("test/2").Items.ShouldBe(100);
        (rig.Exporter("test").Items + link.EnqueueFailed).ShouldBe(100);
    }

    [Fact]
    public async Task FullPipelineBehindABatchAlone_MakesItWaitAndLosesNothing()
    {
        await using PathRig rig = Rig(
            "traces/a: {receivers: [test], processors: [batch/now], exporters: [forward]}",
            "traces/b: {receivers: [forward], exporters: [test]}");
        rig.Exporter("test").Hang();
        for (int seed = 1; seed <= 12; seed++)
        {
            (await rig.DeliverAsync(SampleRequests.Traces(5, seed))).ShouldBe(Outcome.Ok);
        }

        rig.Path.Ledger.Pipelines.Single(p => p.Pipeline == "traces/a").InFlight.ShouldBeGreaterThan(0);
        rig.Exporter("test").Release();
        await rig.DrainAsync();
        rig.Exporter("test").Items.ShouldBe(60);
    }

    [Fact]
    public async Task FailureBehindAChainWithoutBatchAndQueue_IsTheSendersOwn()
    {
        await using PathRig rig = Rig(
            "traces/a: {receivers: [test], exporters: [forward]}", "traces/b: {receivers: [forward], exporters: [test/direct]}");
        rig.Exporter("test/direct").Answer = static _ => new SendResult(SendStatus.Permanent, 0, TimeSpan.Zero, "test", "no");

        (await rig.DeliverAsync(SampleRequests.Traces(5, seed: 1))).Kind.ShouldBe(OutcomeKind.Permanent);
    }

    [Fact]
    public async Task Drain_AtItsDeadline_CountsWhatTheChainHolds()
    {
        await using PathRig rig = Rig(
            "traces/a: {receivers: [test], processors: [batch/now], exporters: [forward]}",
            "traces/b: {receivers: [forward], processors: [batch], exporters: [test]}");
        rig.Exporter("test").Hang();
        for (int seed = 1; seed <= 12; seed++)
        {
            (await rig.DeliverAsync(SampleRequests.Traces(5, seed))).ShouldBe(Outcome.Ok);
        }

        Task<DrainReport> draining = rig.DrainAsync(TimeSpan.FromSeconds(3));
        while (!draining.IsCompleted)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        DrainReport report = await draining;
        report.InTime.ShouldBeFalse();
        report.LeftItems.ShouldBe(60);
    }

    [Fact]
    public async Task Metadata_IsKeptForTheBatchBehindTheConnector()
    {
        await using PathRig rig = Rig(
            "traces/a: {receivers: [test], exporters: [forward, test/2]}",
            "traces/b: {receivers: [forward], processors: [batch/tenant], exporters: [test]}");
        (await rig.DeliverAsync(SampleRequests.Traces(5, seed: 1), metadata: [("t", "a")])).ShouldBe(Outcome.Ok);
        Outcome refused = await rig.DeliverAsync(SampleRequests.Traces(5, seed: 1), metadata: [("t", "b")]);

        refused.Kind.ShouldBe(OutcomeKind.Permanent);
        rig.Path.Ledger.Pipelines.ShouldAllBe(p => p.Accepted == 5);
        await rig.DrainAsync();
        rig.Exporter("test").Clients.Single().Metadata.ToString().ShouldBe("t=a");
    }

    private static PathRig Rig(params string[] pipelines) => PathRig.Create(
        $$"""
        receivers: {test: {}, test/2: {} }
        processors:
          batch: {timeout: 10s, send_batch_size: 20}
          batch/2: {timeout: 10s, send_batch_size: 50, send_batch_max_size: 50}
          batch/now: {timeout: 0s}
          batch/tenant: {timeout: 0s, metadata_keys: [t], metadata_cardinality_limit: 1}
        exporters:
          test: {sending_queue: {queue_size: 2, num_consumers: 1}, retry_on_failure: {enabled: false}, timeout: 0s}
          test/2: {}
          test/3: {}
          test/4: {}
          test/direct: {sending_queue: {enabled: false}, retry_on_failure: {enabled: false} }
        connectors: {forward: {}, forward/2: }
        service:
          pipelines:
            {{string.Join("\n    ", pipelines)}}
        """);
}
