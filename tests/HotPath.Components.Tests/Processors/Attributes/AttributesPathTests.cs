using Google.Protobuf;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Processors.Attributes;

/// <summary>
/// Whole paths with attributes and resource in them, against the same edits on objects; the rig checks ledger, batches and leases.
/// </summary>
public sealed class AttributesPathTests
{
    private const string Added = "deployment.environment";
    private const string Removed = "http.route";

    [Fact]
    public async Task TwoPipelines_EditingOneRequest_EachGetTheirOwn()
    {
        PathRig rig = PathRig.Create(
            $$"""
            receivers: {test: {} }
            processors:
              attributes/a: {actions: [{key: {{Added}}, value: a, action: upsert}, {key: {{Removed}}, action: delete}]}
              attributes/b: {actions: [{key: {{Added}}, from_attribute: not.there, default_value: b, action: insert}]}
            exporters: {test/a: {}, test/b: {}, test/c: {} }
            service:
              pipelines:
                traces/a: {receivers: [test], processors: [attributes/a], exporters: [test/a]}
                traces/b: {receivers: [test], processors: [attributes/b], exporters: [test/b]}
                traces/c: {receivers: [test], exporters: [test/c]}
            """);
        await using (rig)
        {
            byte[][] requests = [.. Enumerable.Range(0, 20).Select(Request)];
            foreach (byte[] request in requests)
            {
                (await rig.DeliverAsync(request)).ShouldBe(Outcome.Ok);
            }

            await rig.DrainAsync();
            Spans(rig.Exporter("test/a").Received).ShouldBe(Spans(requests, span => Edit(span, "a", removes: true, replaces: true)));
            Spans(rig.Exporter("test/b").Received).ShouldBe(Spans(requests, span => Edit(span, "b", removes: false, replaces: false)));
            Spans(rig.Exporter("test/c").Received).ShouldBe(Spans(requests));
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task BatchAttributesBatchResource_ManyRequests_ComeOutAsTheObjectsDo(int batch)
    {
        PathRig rig = PathRig.Traces(
            $"batch/1: {{send_batch_size: {batch}, send_batch_max_size: {batch}, timeout: 100ms}}, "
            + "batch/2: {send_batch_size: 50, timeout: 100ms}, "
            + $"attributes: {{actions: [{{key: {Added}, value: a, action: upsert}}, {{key: {Removed}, action: delete}}]}}, "
            + "resource: {attributes: [{key: env, value: prod, action: upsert}]}",
            "batch/1, attributes, batch/2, resource",
            "test: {}",
            "test");
        await using (rig)
        {
            byte[][] requests = [.. Enumerable.Range(0, 20).Select(Request)];
            foreach (byte[] request in requests)
            {
                (await rig.DeliverAsync(request)).ShouldBe(Outcome.Ok);
            }

            await rig.DrainAsync();
            IReadOnlyList<byte[]> received = rig.Exporter("test").Received;
            Spans(received).ShouldBe(Spans(requests, span => Edit(span, "a", removes: true, replaces: true)));
            received.SelectMany(bytes => ExportTraceServiceRequest.Parser.ParseFrom(bytes).ResourceSpans)
                .ShouldAllBe(block => block.Resource.Attributes.Single(a => a.Key == "env").Value.StringValue == "prod");
        }
    }

    /// <summary>Keys once or twice, in an encoding that no SDK would choose, or in the usual one.</summary>
    private static byte[] Request(int seed)
    {
        var request = ExportTraceServiceRequest.Parser.ParseFrom(SampleRequests.Traces(20, seed, resources: 2, scopesPerResource: 2));
        var random = new Random(seed);
        foreach (var span in request.ResourceSpans.SelectMany(block => block.ScopeSpans).SelectMany(scope => scope.Spans))
        {
            if (random.Next(3) == 0)
            {
                string key = random.Next(2) == 0 ? Added : Removed;
                span.Attributes.Insert(
                    random.Next(span.Attributes.Count), new KeyValue { Key = key, Value = new AnyValue { IntValue = 7 } });
            }
        }

        return seed % 2 == 0 ? request.ToByteArray() : new OddEncoder(random).Encode(request);
    }

    private static void Edit(Testing.Otlp.Trace.Span span, string value, bool removes, bool replaces)
    {
        KeyValue? present = span.Attributes.FirstOrDefault(a => a.Key == Added);
        if (present is null)
        {
            span.Attributes.Add(present = new KeyValue { Key = Added, Value = new AnyValue { StringValue = value } });
        }
        else if (replaces)
        {
            present.Value = new AnyValue { StringValue = value };
        }

        for (int i = 0; removes && i < span.Attributes.Count; i++)
        {
            if (span.Attributes[i].Key == Removed)
            {
                span.Attributes.RemoveAt(i);
                break;
            }
        }
    }

    private static IReadOnlyList<string> Spans(IEnumerable<byte[]> requests, Action<Testing.Otlp.Trace.Span>? edit = null)
    {
        List<Testing.Otlp.Trace.Span> spans =
        [
            .. requests.SelectMany(bytes => ExportTraceServiceRequest.Parser.ParseFrom(bytes).ResourceSpans)
                .SelectMany(block => block.ScopeSpans)
                .SelectMany(scope => scope.Spans),
        ];
        spans.ForEach(span => edit?.Invoke(span));
        return [.. spans.Select(span => Convert.ToHexString(span.ToByteArray())).Order(StringComparer.Ordinal)];
    }
}
