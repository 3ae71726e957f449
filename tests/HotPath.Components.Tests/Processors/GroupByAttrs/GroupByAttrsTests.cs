using HotPath.Components.Processors.GroupByAttrs;
using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Processors.GroupByAttrs;

public sealed class GroupByAttrsTests
{
    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public void Regroup_NothingToMoveOrMerge_LeavesEveryByte(Signal signal)
    {
        byte[] request = SampleRequests.Of(signal, 50, seed: 3, resources: 3, scopesPerResource: 2);
        InlineRun.Of(signal, request, InlineRun.Make(new GroupByAttrsFactory(), "keys: [no.such.key]", signal)).ShouldBe(request);
    }

    /// <summary>What stands before it edits, what stands behind it sees the new resources.</summary>
    [Fact]
    public async Task Path_BetweenOthers_SeesTheirEditsAndIsSeenByThem()
    {
        PathRig rig = PathRig.Traces(
            "attributes: {actions: [{key: tenant, value: t1, action: upsert}]}, groupbyattrs: {keys: [tenant]}, "
            + "resource: {attributes: [{key: copied, from_attribute: tenant, action: insert}]}, "
            + "filter: {traces: {span: ['attributes[\"tenant\"] != nil']}}",
            "attributes, groupbyattrs, resource, filter",
            "test: {}",
            "test");
        await using (rig)
        {
            (await rig.DeliverAsync(SampleRequests.Traces(40, seed: 1, resources: 3))).ShouldBe(Outcome.Ok);
            await rig.DrainAsync();
            var received = ExportTraceServiceRequest.Parser.ParseFrom(rig.Exporter("test").Received.ShouldHaveSingleItem());
            received.ResourceSpans.Sum(r => r.ScopeSpans.Sum(s => s.Spans.Count)).ShouldBe(40);
            received.ResourceSpans.ShouldAllBe(r => r.Resource.Attributes.Single(a => a.Key == "copied").Value.StringValue == "t1");
            received.ResourceSpans.ShouldAllBe(r => r.Resource.Attributes.Single(a => a.Key == "tenant").Value.StringValue == "t1");
        }
    }

    [Fact]
    public async Task Path_TwoPipelines_OnlyTheOneThatGroupsIsGrouped()
    {
        byte[] request = SampleRequests.Traces(40, seed: 1, resources: 3);
        await using PathRig rig = PathRig.Create(
            """
            receivers: {test: {} }
            processors:
              attributes: {actions: [{key: i, value: 1, action: upsert}]}
              groupbyattrs: {keys: [i]}
            exporters: {test/a: {}, test/b: {} }
            service:
              pipelines:
                traces/a: {receivers: [test], processors: [attributes, groupbyattrs], exporters: [test/a]}
                traces/b: {receivers: [test], exporters: [test/b]}
            """);
        (await rig.DeliverAsync(request)).ShouldBe(Outcome.Ok);
        await rig.DrainAsync();
        rig.Exporter("test/b").Received.ShouldHaveSingleItem().ShouldBe(request);
        ExportTraceServiceRequest.Parser.ParseFrom(rig.Exporter("test/a").Received.ShouldHaveSingleItem()).ResourceSpans
            .ShouldAllBe(r => r.Resource.Attributes.Any(a => a.Key == "i"));
    }

    [Fact]
    public void Counters_AfterARequest_SayWhatMoved()
    {
        IInlineProcessor processor = InlineRun.Make(new GroupByAttrsFactory(), "keys: [http.request.method]", Signal.Traces);
        byte[] request = SampleRequests.Traces(40, seed: 1, resources: 3);
        int having = ExportTraceServiceRequest.Parser.ParseFrom(request).ResourceSpans
            .SelectMany(r => r.ScopeSpans).SelectMany(s => s.Spans).Count(span => span.Attributes.Any(a => a.Key == "http.request.method"));
        having.ShouldBeGreaterThan(0);
        int groups = ExportTraceServiceRequest.Parser.ParseFrom(InlineRun.Of(Signal.Traces, request, processor)).ResourceSpans.Count;
        processor.Counters.Select(c => (c.Name, c.Read())).ShouldBe(
        [
            ("otelcol_processor_groupbyattrs_num_grouped_spans", having),
            ("otelcol_processor_groupbyattrs_num_non_grouped_spans", 40 - having),
        ]);
        StageHistogram histogram = processor.Histograms.ShouldHaveSingleItem();
        histogram.Name.ShouldBe("otelcol_processor_groupbyattrs_span_groups");
        histogram.Values.ReadCumulative(out long sum)[^1].ShouldBe(1);
        sum.ShouldBe(groups);
    }

    [Fact]
    public void Read_KeysThatSayNothing_AreWarnedOf()
    {
        var errors = new ConfigErrors();
        var map = new ConfigMap(ConfigComposer.FromText("keys: [a, '', a]", "test.yaml", errors), errors);
        var plan = (GroupByAttrsPlan)new GroupByAttrsFactory().Read(new ComponentId("groupbyattrs", ""), map);
        plan.Keys.Select(k => k.Name).ShouldBe(["a"]);
        errors.Errors.ShouldBeEmpty();
        errors.Warnings.Count.ShouldBe(2);
    }
}
