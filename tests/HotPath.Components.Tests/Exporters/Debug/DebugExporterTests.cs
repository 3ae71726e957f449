using System.Text.RegularExpressions;
using Google.Protobuf;
using HotPath.Components.Exporters.Debug;
using HotPath.Components.Exporters.Debug.Text;
using HotPath.Core;
using HotPath.Core.Wire;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Trace;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Exporters.Debug;

public sealed class DebugExporterTests
{
    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public async Task Send_OfABatchCutAnywhere_ShowsWhatLeaves(Signal signal)
    {
        const int Items = 24;
        byte[] request = SampleRequests.Of(signal, Items, seed: 3, resources: 2, scopesPerResource: 2);
        int resources = OtlpWalk.Check(signal, request).Resources;
        for (int cut = 1; cut < Items; cut++)
        {
            using DebugRig rig = new();
            Batch tail = rig.Batch(signal, request, Items, resources);
            Batch head = rig.CutFirst(tail, cut);
            byte[] headBytes = Gathered(head);
            byte[] tailBytes = Gathered(tail);

            string logged = await DebugRig.ExportAsync(DebugVerbosity.Detailed, head, tail);

            Batch headAlone = rig.Batch(signal, headBytes, cut, OtlpWalk.Check(signal, headBytes).Resources);
            Batch tailAlone = rig.Batch(signal, tailBytes, Items - cut, OtlpWalk.Check(signal, tailBytes).Resources);
            logged.ShouldBe(await DebugRig.ExportAsync(DebugVerbosity.Detailed, headAlone, tailAlone), $"cut at {cut}");
        }
    }

    [Fact]
    public async Task Send_OfTwoRequestsInOneBatch_NumbersResourcesOverBoth()
    {
        using DebugRig rig = new();
        Batch batch = rig.Batch(Signal.Traces, SampleRequests.Traces(2, seed: 1, resources: 2), 2, 2);
        rig.Batch(Signal.Traces, SampleRequests.Traces(1, seed: 2), 1, 1).MoveTo(batch);

        string logged = await DebugRig.ExportAsync(DebugVerbosity.Normal, batch);

        logged.ShouldContain("\"resource spans\": 3, \"spans\": 3");
        Regex.Matches(logged, @"ResourceTraces #(\d)").Select(match => match.Groups[1].Value).ShouldBe(["0", "1", "2"]);
    }

    [Fact]
    public async Task Send_OfALargeBatch_GoesOnInFurtherEntriesWithoutALoss()
    {
        const int Spans = 3000;
        using DebugRig rig = new();
        Batch batch = rig.Batch(Signal.Traces, SampleRequests.Traces(Spans, seed: 1), Spans, 1);

        string logged = await DebugRig.ExportAsync(DebugVerbosity.Detailed, batch);

        Regex.Count(logged, "^<time>", RegexOptions.Multiline).ShouldBeGreaterThan(2);
        Regex.Matches(logged, @"Span #(\d+)\n").Select(match => int.Parse(match.Groups[1].Value)).ShouldBe(Enumerable.Range(0, Spans));
    }

    [Fact]
    public async Task Send_OfASpanTooLargeToShow_CutsItAndSaysSo()
    {
        using DebugRig rig = new();
        ExportTraceServiceRequest request = SpanWith(new AnyValue { StringValue = new string('x', TextBuffer.MaxBytes + 1) });
        Batch batch = rig.Batch(Signal.Traces, request.ToByteArray(), 1, 1);

        string logged = await DebugRig.ExportAsync(DebugVerbosity.Detailed, batch);

        logged.Length.ShouldBeInRange(TextBuffer.MaxBytes - 8192, TextBuffer.MaxBytes + 1024);
        logged.ShouldContain("(cut: the text of this item is longer than");
    }

    [Fact]
    public async Task Send_OfDeeplyNestedMaps_ShowsThem()
    {
        AnyValue value = new() { IntValue = 7 };
        for (int i = 0; i < 20; i++)
        {
            value = new AnyValue { KvlistValue = new KeyValueList { Values = { new KeyValue { Key = "k", Value = value } } } };
        }

        using DebugRig rig = new();

        string logged = await DebugRig.ExportAsync(
            DebugVerbosity.Normal, rig.Batch(Signal.Traces, SpanWith(value).ToByteArray(), 1, 1));

        logged.ShouldContain(string.Concat(Enumerable.Repeat("{\"k\":", 20)) + "7" + new string('}', 20));
    }

    [Fact]
    public async Task Send_OfAnArrayWithANumberThatJsonHasNot_ShowsNothingForIt()
    {
        AnyValue value = new() { ArrayValue = new ArrayValue { Values = { new AnyValue { DoubleValue = double.NaN } } } };
        using DebugRig rig = new();

        string logged = await DebugRig.ExportAsync(
            DebugVerbosity.Detailed, rig.Batch(Signal.Traces, SpanWith(value).ToByteArray(), 1, 1));

        logged.ShouldContain("     -> a: Slice()\n");
    }

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public void Add_OfBytesNobodyChecked_NeverFails(Signal signal)
    {
        WireMutator mutator = new(signal, seed: 7);
        for (int i = 0; i < 2000; i++)
        {
            byte[] hostile = mutator.Next();
            foreach (DebugVerbosity verbosity in new[] { DebugVerbosity.Normal, DebugVerbosity.Detailed })
            {
                TextBuffer into = new();
                RequestText text = new(SignalTexts.Create(signal, verbosity, into));

                text.Add(hostile, first: 0, end: int.MaxValue, isWhole: true).Count().ShouldBeGreaterThanOrEqualTo(0);

                into.Length.ShouldBeLessThanOrEqualTo(TextBuffer.MaxBytes);
            }
        }
    }

    private static ExportTraceServiceRequest SpanWith(AnyValue value)
    {
        Span span = new() { Name = "s", Attributes = { new KeyValue { Key = "a", Value = value } } };
        return new() { ResourceSpans = { new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { span } } } } } };
    }

    private static byte[] Gathered(Batch batch)
    {
        SegmentList segments = new();
        batch.Gather(segments);
        return [.. Enumerable.Range(0, segments.Count).SelectMany(i => segments[i].ToArray())];
    }
}
