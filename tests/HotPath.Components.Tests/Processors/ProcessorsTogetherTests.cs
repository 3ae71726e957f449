using Google.Protobuf;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;
using OtlpSpan = HotPath.Testing.Otlp.Trace.Span;

namespace HotPath.Components.Tests.Processors;

/// <summary>Random requests through whole paths of several pipelines and stages, against the same done to objects.</summary>
public sealed class ProcessorsTogetherTests
{
    private const int Seeds = 6;

    /// <summary>Each pipeline has its own edits only, and what it did not touch leaves byte for byte.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TwoPipelines_EditingOneRequest_EachSeeTheirOwnEditsOnly(bool isOdd)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            byte[] request = Request(seed, isOdd);
            await using PathRig rig = PathRig.Create(
                """
                receivers: {test: {} }
                processors:
                  attributes: {actions: [{key: a, value: mine, action: update}]}
                  filter: {error_mode: silent, traces: {span: ['attributes["b"] == "x"']}}
                exporters: {test/edited: {}, test/filtered: {}, test/whole: {} }
                service:
                  pipelines:
                    traces/edited: {receivers: [test], processors: [attributes], exporters: [test/edited]}
                    traces/filtered: {receivers: [test], processors: [filter], exporters: [test/filtered]}
                    traces/whole: {receivers: [test], exporters: [test/whole]}
                """);
            (await rig.DeliverAsync(request)).ShouldBe(Outcome.Ok);
            await rig.DrainAsync();

            byte[][] items = [.. RawItems.Of(Signal.Traces, request)];
            rig.Exporter("test/whole").Received.ShouldHaveSingleItem().ShouldBe(request);
            Hex(rig.Exporter("test/filtered").Received).ShouldBe(Hex(items.Where(item => !HasText(item, "b", "x"))), $"seed {seed}");

            byte[][] edited = [.. RawItems.Of(Signal.Traces, rig.Exporter("test/edited").Received.ShouldHaveSingleItem())];
            edited.Length.ShouldBe(items.Length);
            for (int i = 0; i < items.Length; i++)
            {
                OtlpSpan span = OtlpSpan.Parser.ParseFrom(items[i]);
                if (span.Attributes.FirstOrDefault(a => a.Key == "a") is not { } attribute)
                {
                    edited[i].ShouldBe(items[i], $"seed {seed}, span {i}: untouched");
                    continue;
                }

                attribute.Value = new AnyValue { StringValue = "mine" };
                OtlpSpan.Parser.ParseFrom(edited[i]).ShouldBe(span, $"seed {seed}, span {i}");
            }
        }
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(50, true)]
    [InlineData(100_000, true)]
    public async Task BatchAttributesBatchFilter_RandomRequests_ComeOutAsTheObjectsDo(int batch, bool isOdd)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            byte[][] requests = [.. Enumerable.Range(0, 8).Select(i => Request((seed * 100) + i, isOdd))];
            await using PathRig rig = PathRig.Traces(
                $"batch/1: {{send_batch_size: {batch}, send_batch_max_size: {batch}, timeout: 100ms}}, "
                + "batch/2: {send_batch_size: 20, timeout: 100ms}, "
                + "attributes: {actions: [{key: b, value: x, action: insert}, {key: n, action: delete}]}, "
                + "filter: {error_mode: silent, traces: {span: ['attributes[\"b\"] == \"x\"', 'attributes[\"n\"] != nil']}}",
                "batch/1, attributes, batch/2, filter",
                "test: {}",
                "test");
            foreach (byte[] request in requests)
            {
                (await rig.DeliverAsync(request)).ShouldBe(Outcome.Ok);
            }

            await rig.DrainAsync();
            IReadOnlyList<string> received = Spans(rig.Exporter("test").Received);
            IReadOnlyList<string> expected = Spans(requests, Edit);
            received.ShouldBe(
                expected, $"seed {seed}: missing {Shown(expected.Except(received))}, unexpected {Shown(received.Except(expected))}");
        }
    }

    private static string Shown(IEnumerable<string> spans) =>
        string.Join(' ', spans.Take(2).Select(hex => OtlpSpan.Parser.ParseFrom(Convert.FromHexString(hex))));

    private static bool Edit(OtlpSpan span)
    {
        if (span.Attributes.All(a => a.Key != "b"))
        {
            span.Attributes.Add(new KeyValue { Key = "b", Value = new AnyValue { StringValue = "x" } });
        }

        for (int i = 0; i < span.Attributes.Count; i++)
        {
            if (span.Attributes[i].Key == "n")
            {
                // In the Collector the last takes its place; what is behind a batch sees the order that attributes were sent in.
                span.Attributes.RemoveAt(i);
                break;
            }
        }

        return span.Attributes.First(a => a.Key == "b").Value is not { HasStringValue: true, StringValue: "x" }
            && span.Attributes.FirstOrDefault(a => a.Key == "n")?.Value is null or { ValueCase: AnyValue.ValueOneofCase.None };
    }

    private static byte[] Request(int seed, bool isOdd)
    {
        for (var random = new Random(seed); ;)
        {
            IMessage request = RandomMessages.Request(Signal.Traces, random, 4);
            Seasoning.Apply(request, random);
            byte[] bytes = isOdd ? new OddEncoder(random).Encode(request) : request.ToByteArray();
            if (OtlpOracle.Count(OtlpOracle.TryParse(Signal.Traces, bytes)!).Items > 0)
            {
                return bytes;
            }
        }
    }

    private static bool HasText(byte[] item, string key, string text) =>
        OtlpSpan.Parser.ParseFrom(item).Attributes.FirstOrDefault(a => a.Key == key)?.Value is { HasStringValue: true } value
        && value.StringValue == text;

    private static IEnumerable<string> Hex(IReadOnlyList<byte[]> requests) =>
        Hex(requests.SelectMany(request => RawItems.Of(Signal.Traces, request)));

    private static IEnumerable<string> Hex(IEnumerable<byte[]> items) => items.Select(Convert.ToHexString);

    private static IReadOnlyList<string> Spans(IEnumerable<byte[]> requests, Func<OtlpSpan, bool>? edit = null) =>
    [
        .. requests.SelectMany(bytes => ExportTraceServiceRequest.Parser.ParseFrom(bytes).ResourceSpans)
            .SelectMany(block => block.ScopeSpans).SelectMany(scope => scope.Spans).Where(span => edit is null || edit(span))
            .Select(span => Convert.ToHexString(InOrder(span).ToByteArray())).Order(StringComparer.Ordinal),
    ];

    private static OtlpSpan InOrder(OtlpSpan span)
    {
        KeyValue[] sorted = [.. span.Attributes.OrderBy(a => Convert.ToHexString(a.ToByteArray()), StringComparer.Ordinal)];
        span.Attributes.Clear();
        span.Attributes.Add(sorted);
        return span;
    }
}
