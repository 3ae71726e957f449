using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Pipeline;

/// <summary>
/// Inline processors in a path: at the intake, behind stages, in two pipelines. The rig holds ledger and leases to account.
/// </summary>
public sealed class InlineTests
{
    private const int Spans = 40;

    private static readonly byte[] Request = SampleRequests.Of(Signal.Traces, Spans, 1, 4, 2);

    [Fact]
    public async Task Deliver_SomeItemsDropped_CountsThemUnderTheirReasonAndSendsTheRest()
    {
        PathRig rig = PathRig.Traces("test: {drop_every: 4}", "test", "test: {}", "test");
        await using (rig)
        {
            (await rig.DeliverAsync(Request)).ShouldBe(Outcome.Ok);
            await rig.DrainAsync();

            PipelineLedger ledger = rig.Path.Ledger.Pipelines[0];
            (ledger.Accepted, ledger.Out, ledger.DroppedByReason[DropReason.Filtered]).ShouldBe((Spans, Spans * 3 / 4, Spans / 4));
            SpansOf(rig, "test").ShouldBe(Spans * 3 / 4);
        }
    }

    [Fact]
    public async Task Deliver_EveryItemDropped_IsOkAndSendsNothing()
    {
        PathRig rig = PathRig.Traces("test: {drop_every: 1}", "test", "test: {}", "test");
        await using (rig)
        {
            (await rig.DeliverAsync(Request)).ShouldBe(Outcome.Ok);
            await rig.DrainAsync();

            rig.Exporter("test").Received.ShouldBeEmpty();
            rig.Path.Ledger.Pipelines[0].Dropped.ShouldBe(Spans);
        }
    }

    [Fact]
    public async Task Deliver_NothingEdited_LeavesByteForByte()
    {
        PathRig rig = PathRig.Traces("test: {}", "test", "test: {}", "test");
        await using (rig)
        {
            (await rig.DeliverAsync(Request)).ShouldBe(Outcome.Ok);
            await rig.DrainAsync();

            rig.Exporter("test").Received.ShouldHaveSingleItem().ShouldBe(Request);
        }
    }

    [Fact]
    public async Task Deliver_ProcessorFails_RefusesTheWholeRequestInAllPipelines()
    {
        PathRig rig = PathRig.Create(
            """
            receivers: {test: {}}
            processors: {test: {drop_every: 2}, test/fails: {fail: no such path}}
            exporters: {test/a: {}, test/b: {}}
            service:
              pipelines:
                traces/a: {receivers: [test], processors: [test], exporters: [test/a]}
                traces/b: {receivers: [test], processors: [test/fails], exporters: [test/b]}
            """);
        await using (rig)
        {
            (await rig.DeliverAsync(Request)).ShouldBe(Outcome.Retryable("no such path"));
            await rig.DrainAsync();

            rig.Path.Ledger.Pipelines.ShouldAllBe(pipeline => pipeline.Accepted == 0);
            rig.Path.Ledger.Receivers[0].RefusedRequests[RefuseReason.Processor].ShouldBe(1);
        }
    }

    [Fact]
    public async Task Deliver_TwoPipelinesOfOneReceiver_EachGetsItsOwnEdits()
    {
        PathRig rig = PathRig.Create(
            """
            receivers: {test: {}}
            processors:
              test: {drop_every: 2}
              resource/b: {attributes: [{key: pipeline, value: b, action: upsert}]}
            exporters: {test/a: {}, test/b: {}, test/c: {}}
            service:
              pipelines:
                traces/a: {receivers: [test], processors: [test], exporters: [test/a]}
                traces/b: {receivers: [test], processors: [resource/b], exporters: [test/b]}
                traces/c: {receivers: [test], exporters: [test/c]}
            """);
        await using (rig)
        {
            (await rig.DeliverAsync(Request)).ShouldBe(Outcome.Ok);
            await rig.DrainAsync();

            SpansOf(rig, "test/a").ShouldBe(Spans / 2);
            SpansOf(rig, "test/b").ShouldBe(Spans);
            Marked(rig, "test/a").ShouldBe(0);
            Marked(rig, "test/b").ShouldBe(4);
            rig.Exporter("test/c").Received.ShouldHaveSingleItem().ShouldBe(Request);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task Deliver_ProcessorsBetweenAndBehindStages_EditPartByPart(int most)
    {
        PathRig rig = PathRig.Traces(
            $"batch/1: {{send_batch_size: 7, send_batch_max_size: {most}, timeout: 100ms}}, "
            + "resource: {attributes: [{key: pipeline, value: b, action: upsert}]}, "
            + "batch/2: {send_batch_size: 1000, timeout: 100ms}, test: {drop_every: 1000, prune: true}",
            "batch/1, resource, batch/2, test",
            "test: {}",
            "test");
        await using (rig)
        {
            (await rig.DeliverAsync(Request)).ShouldBe(Outcome.Ok);
            await rig.DrainAsync();

            // One item of each part is dropped: the first.
            PipelineLedger ledger = rig.Path.Ledger.Pipelines[0];
            ledger.Accepted.ShouldBe(Spans);
            ledger.DroppedByReason[DropReason.Filtered].ShouldBe(most == 0 ? 1 : 6);
            SpansOf(rig, "test").ShouldBe(Spans - (int)ledger.Dropped);
            Requests(rig, "test").SelectMany(r => r.ResourceSpans).ShouldAllBe(r => r.Resource.Attributes.Any(a => a.Key == "pipeline"));
        }
    }

    [Fact]
    public async Task Deliver_ProcessorFailsBehindAStage_DropsAndCounts()
    {
        PathRig rig = PathRig.Traces("batch: {timeout: 100ms}, test: {fail: no such path}", "batch, test", "test: {}", "test");
        await using (rig)
        {
            (await rig.DeliverAsync(Request)).ShouldBe(Outcome.Ok);
            await rig.DrainAsync();

            rig.Path.Ledger.Pipelines[0].DroppedByReason[DropReason.ProcessorError].ShouldBe(Spans);
        }
    }

    /// <summary>A span of two bytes has a row of 64: what a request may be in bytes does not bound its rows, so the budget must.</summary>
    [Fact]
    public async Task Deliver_MoreRowsThanTheBudgetHolds_IsThrottledAndLeaksNothing()
    {
        byte[] scope = [.. Enumerable.Repeat<byte[]>([0x12, 0x00], 30_000).SelectMany(span => span)];
        byte[] request = new WireWriter().Field(1, new WireWriter().Field(2, scope, 1, 1).ToArray(), 1, 1).ToArray();
        PathRig rig = PathRig.Traces(
            "memory_limiter: {limit_mib: 1, check_interval: 1s}, test: {drop_every: 2}", "memory_limiter, test", "test: {}", "test");
        await using (rig)
        {
            (await rig.DeliverAsync(request)).Kind.ShouldBe(OutcomeKind.Throttled);

            rig.Path.Ledger.Receivers[0].RefusedRequests[RefuseReason.Memory].ShouldBe(1);
            rig.Path.Slabs.OutstandingLeases.ShouldBe(0);
        }
    }

    private static IEnumerable<ExportTraceServiceRequest> Requests(PathRig rig, string exporter) =>
        rig.Exporter(exporter).Received.Select(bytes => ExportTraceServiceRequest.Parser.ParseFrom(bytes));

    private static int SpansOf(PathRig rig, string exporter) => Requests(rig, exporter).Sum(r => OtlpOracle.Count(r).Items);

    private static int Marked(PathRig rig, string exporter) =>
        Requests(rig, exporter).SelectMany(r => r.ResourceSpans)
            .Count(r => r.Resource.Attributes.Any(a => a.Key == "pipeline" && a.Value.StringValue == "b"));
}
