using System.Text;
using Google.Protobuf;
using HotPath.Core;
using HotPath.Core.Wire;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Resource;
using HotPath.Testing.Otlp.Trace;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;
using OtlpSpan = HotPath.Testing.Otlp.Trace.Span;

namespace HotPath.Components.Tests.Processors;

/// <summary>
/// Values made to hurt, through whole paths with little memory: each request ends, within bounded allocations, and who sends at the same
/// time gets what they always get. An engine that backtracks would not end before the test run does.
/// </summary>
public sealed class HostileValuesTests
{
    private const int Mebibyte = 1 << 20;
    private const long Memory = 96L * Mebibyte;
    private const string Marker = "@bad@";

    /// <summary>The most that one hostile request may allocate on the managed heap: the strings of a match, several times over.</summary>
    private const long MostAllocated = 24L * Mebibyte;

    private const string Actions =
        "[{key: big, pattern: '^(?P<all>(?:a+)+)$', action: extract}, {key: big, pattern: '^(?P<most>(?:a|aa)+)', action: extract}, "
        + "{pattern: '^(?:k+)+$', action: delete}, {key: deep, converted_type: string, action: convert}, "
        + "{key: copy, from_attribute: big, action: insert}, "
        + "{key: big, action: hash}, {key: k7, action: delete}]";

    private static readonly (string Processor, string Settings)[] Processors =
    [
        ("attributes", $"actions: {Actions}"),
        ("resource", $"attributes: {Actions}"),
        (
            "filter",
            "error_mode: ignore, traces: {span: ['IsMatch(attributes[\"big\"], \"^(a+)+$\")', 'IsMatch(name, \"(.*)*x$\")', "
            + "'IsMatch(attributes[\"deep\"], \"^(?:[a-z]+)+$\")', 'attributes[\"deep\"][\"in\"][\"in\"] == 1', "
            + "'attributes[\"k9999\"] == \"x\"']}"),
        (
            "transform",
            "error_mode: ignore, trace_statements: [{context: span, statements: ["
            + "'replace_all_patterns(attributes, \"value\", \"(a|aa)+$\", \"b\")', "
            + "'replace_pattern(attributes[\"big\"], \"^(a+)+$\", \"b\")', 'set(attributes[\"copy\"], attributes[\"deep\"])', "
            + "'delete_matching_keys(attributes, \"^(k+)+$\")', 'truncate_all(attributes, 1000)', 'limit(attributes, 5000, [])']}]"),
        ("span", "name: {from_attributes: [big], to_attributes: {rules: ['^(?P<all>(?:a+)+)$', '(?P<x>(?:a|aa)+)!$']}}"),
        ("probabilistic_sampler", "mode: equalizing, sampling_percentage: 100, fail_closed: false"),
        ("groupbyattrs", "keys: [big, deep, k7]"),
    ];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach ((string processor, _) in Processors)
            {
                foreach (string kind in (string[])["mebibyte", "ten thousand", "deep", "not UTF-8"])
                {
                    cases.Add(processor, kind);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Path_AHostileRequestAmongOthers_EndsAndHarmsNobody(string processor, string kind)
    {
        byte[] hostile = Bytes(Hostile(kind));
        byte[] ordinary = SampleRequests.Traces(20, seed: 5);
        byte[] alone;
        await using (PathRig calm = Rig(processor))
        {
            (await calm.DeliverAsync(ordinary)).ShouldBe(Outcome.Ok);
            await calm.DrainAsync();
            alone = calm.Exporter("test").Received.ShouldHaveSingleItem();
        }

        await using PathRig rig = Rig(processor);
        (await rig.DeliverAsync(hostile)).ShouldBe(Outcome.Ok);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ValueTask<Outcome> again = Deliver(rig, hostile);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        (await again).ShouldBe(Outcome.Ok);
        allocated.ShouldBeLessThan(MostAllocated);

        await Parallel.ForEachAsync(Enumerable.Range(0, 12), new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (i, cancel) =>
            (await rig.DeliverAsync(i % 3 == 0 ? hostile : ordinary, cancel: cancel)).ShouldBe(Outcome.Ok));
        await rig.DrainAsync();

        IReadOnlyList<byte[]> received = rig.Exporter("test").Received;
        received.Count(bytes => bytes.AsSpan().SequenceEqual(alone)).ShouldBe(8, "the ordinary requests");
        received.Count.ShouldBe(14);
        received.ShouldAllBe(bytes => OtlpWalk.Check(Signal.Traces, bytes, Validation.Structure).Fault == WireFault.None);
    }

    /// <summary>Nesting has its limit at the door, so that nothing behind it needs one.</summary>
    [Fact]
    public async Task Path_MapsAHundredDeep_AreRefusedAndTheNextRequestIsNot()
    {
        foreach ((string processor, _) in Processors)
        {
            await using PathRig rig = Rig(processor);
            (await rig.DeliverAsync(Bytes(Request(new KeyValue { Key = "deep", Value = Deep(100) })))).Kind.ShouldBe(OutcomeKind.Malformed);
            (await rig.DeliverAsync(SampleRequests.Traces(20, seed: 5))).ShouldBe(Outcome.Ok);
            await rig.DrainAsync();
        }
    }

    /// <summary>As a host delivers, on this thread: what it allocates can be told.</summary>
    private static ValueTask<Outcome> Deliver(PathRig rig, byte[] request)
    {
        IIntake intake = rig.Path.IntakeFor(ComponentId.Parse("test"), Signal.Traces)!;
        intake.TryRent(request.Length, out Core.Memory.Lease lease).Kind.ShouldBe(AdmissionKind.Admitted);
        request.CopyTo(lease.Writable);
        return intake.DeliverAsync(lease, null, CancellationToken.None);
    }

    private static PathRig Rig(string processor) => PathRig.Create(
        $$"""
        receivers: {test: {validation: structure} }
        processors: { {{processor}}: { {{Processors.Single(p => p.Processor == processor).Settings}} } }
        exporters: {test: {} }
        service: {pipelines: {traces: {receivers: [test], processors: [ {{processor}} ], exporters: [test] } } }
        """,
        options => options with { AvailableBytes = () => Memory });

    private static ExportTraceServiceRequest Hostile(string kind)
    {
        string big = new string('a', Mebibyte) + "!";
        switch (kind)
        {
            case "mebibyte":
                ExportTraceServiceRequest request = Request(Text("big", big), Text("sampling.priority", big));
                request.ResourceSpans[0].ScopeSpans[0].Spans[0].Name = big;
                request.ResourceSpans[0].ScopeSpans[0].Spans[0].TraceState = $"ot={big}";
                return request;
            case "ten thousand":
                return Request([.. Enumerable.Range(0, 10_000).Select(i => Text($"k{i % 5000}", new string('k', i % 20)))]);
            case "deep":
                return Request(new KeyValue { Key = "deep", Value = Deep(30) }, Text("big", "x"));
            default:
                request = Request(Text("big", $"a{Marker}!"), Text(Marker, "x"), Text("big", Marker));
                request.ResourceSpans[0].ScopeSpans[0].Spans[0].Name = Marker;
                request.ResourceSpans[0].ScopeSpans[0].Spans[0].TraceState = $"ot={Marker}";
                return request;
        }
    }

    private static AnyValue Deep(int levels)
    {
        var value = new AnyValue { IntValue = 1 };
        for (int i = 0; i < levels; i++)
        {
            value = new AnyValue { KvlistValue = new KeyValueList { Values = { new KeyValue { Key = "in", Value = value } } } };
        }

        return value;
    }

    private static KeyValue Text(string key, string text) => new() { Key = key, Value = new AnyValue { StringValue = text } };

    private static ExportTraceServiceRequest Request(params KeyValue[] attributes)
    {
        var span = new OtlpSpan { Name = "hostile", TraceId = ByteString.CopyFrom("0123456789abcdef", Encoding.ASCII) };
        span.Attributes.Add(attributes);
        var scope = new ScopeSpans { Spans = { span } };
        return new ExportTraceServiceRequest
        {
            ResourceSpans = { new ResourceSpans { Resource = new Resource { Attributes = { attributes } }, ScopeSpans = { scope } } },
        };
    }

    /// <summary>The request, its markers made into bytes that are no UTF-8.</summary>
    private static byte[] Bytes(ExportTraceServiceRequest request)
    {
        byte[] bytes = request.ToByteArray();
        for (int at; (at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Marker))) >= 0;)
        {
            ((ReadOnlySpan<byte>)[0xC3, 0x28, 0xFF, 0xED, 0xA0]).CopyTo(bytes.AsSpan(at));
        }

        return bytes;
    }
}
