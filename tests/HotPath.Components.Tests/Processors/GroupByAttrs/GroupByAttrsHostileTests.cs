using Google.Protobuf;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Resource;
using HotPath.Testing.Otlp.Trace;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;
using OtlpSpan = HotPath.Testing.Otlp.Trace.Span;

namespace HotPath.Components.Tests.Processors.GroupByAttrs;

/// <summary>Requests that make as many groups, or as large ones, as they can.</summary>
public sealed class GroupByAttrsHostileTests
{
    private const long Memory = 96L << 20;

    /// <summary>Looking for a group's equal among all the others would take hundreds of millions of comparisons.</summary>
    [Fact]
    public async Task Path_EverySpanOfItsOwnGroup_EndsWithAllOfThem()
    {
        const int Spans = 20_000;
        await using PathRig rig = Rig();
        (await rig.DeliverAsync(Request(Spans, resourceBytes: 10))).ShouldBe(Outcome.Ok);
        await rig.DrainAsync();
        var received = ExportTraceServiceRequest.Parser.ParseFrom(rig.Exporter("test").Received.ShouldHaveSingleItem());
        received.ResourceSpans.Select(block => block.Resource.Attributes.Single(a => a.Key == "tenant").Value.IntValue)
            .ShouldBe(Enumerable.Range(0, Spans).Select(i => (long)i));
    }

    /// <summary>A large resource, repeated for each of many groups, would be a thousand times what came: there is no room.</summary>
    [Fact]
    public async Task Path_ALargeResourceInManyGroups_IsRefusedAndTheNextRequestIsNot()
    {
        await using PathRig rig = Rig();
        (await rig.DeliverAsync(Request(spans: 1000, resourceBytes: 1 << 20))).Kind.ShouldBe(OutcomeKind.Throttled);
        (await rig.DeliverAsync(SampleRequests.Traces(20, seed: 5))).ShouldBe(Outcome.Ok);
        await rig.DrainAsync();
        rig.Exporter("test").Items.ShouldBe(20);
    }

    private static PathRig Rig() => PathRig.Create(
        """
        receivers: {test: {} }
        processors: {groupbyattrs: {keys: [tenant]} }
        exporters: {test: {} }
        service: {pipelines: {traces: {receivers: [test], processors: [groupbyattrs], exporters: [test] } } }
        """,
        options => options with { AvailableBytes = () => Memory });

    private static byte[] Request(int spans, int resourceBytes)
    {
        var large = new KeyValue { Key = "large", Value = new AnyValue { StringValue = new string('x', resourceBytes) } };
        var scope = new ScopeSpans();
        scope.Spans.AddRange(Enumerable.Range(0, spans).Select(i => new OtlpSpan
        {
            Attributes = { new KeyValue { Key = "tenant", Value = new AnyValue { IntValue = i } } },
        }));
        var block = new ResourceSpans { Resource = new Resource { Attributes = { large } }, ScopeSpans = { scope } };
        return new ExportTraceServiceRequest { ResourceSpans = { block } }.ToByteArray();
    }
}
