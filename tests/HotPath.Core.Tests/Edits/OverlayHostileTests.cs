using Google.Protobuf;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Trace;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Edits;

/// <summary>What a hostile sender may send: bounded work, bounded memory, the right answer.</summary>
public class OverlayHostileTests
{
    private static readonly AttributeKey Key = new("key");

    [Fact]
    public void Edits_BesideAnAttributeOfAMebibyte_KeepIt()
    {
        ExportTraceServiceRequest request =
            Request(new KeyValue { Key = "big", Value = new AnyValue { StringValue = new string('x', 1 << 20) } });
        ShouldGainAKey(request);
    }

    [Fact]
    public void Edits_AmongTenThousandAttributes_ChangeOne() => ShouldGainAKey(Request(
        [.. Enumerable.Range(0, 10_000).Select(i => new KeyValue { Key = $"k{i % 5000}", Value = new AnyValue { IntValue = i } })]));

    [Fact]
    public void Edits_BesideAMapNestedAsDeepAsIsAllowed_KeepIt()
    {
        var value = new AnyValue { IntValue = 1 };
        for (int depth = 0; depth < 30; depth++)
        {
            // Three messages a level: AnyValue, KeyValueList, KeyValue.
            value = new AnyValue { KvlistValue = new KeyValueList { Values = { new KeyValue { Key = "in", Value = value } } } };
        }

        ShouldGainAKey(Request(new KeyValue { Key = "deep", Value = value }));
    }

    /// <summary>A value written in 100,000 pieces is joined once, not piece by piece.</summary>
    [Fact]
    public void Build_AValueInVeryManyPieces_JoinsThemInBoundedMemory()
    {
        var pieces = new WireWriter().Field(1, "key"u8);
        for (int i = 0; i < 100_000; i++)
        {
            pieces.Raw(0x12, 0x04, 0x2A, 0x02, 0x0A, 0x00);
        }

        byte[] span = new WireWriter().Field(9, pieces.ToArray()).ToArray();
        byte[] request = new WireWriter().Field(1, new WireWriter().Field(2, new WireWriter().Field(2, span).ToArray()).ToArray())
            .ToArray();
        using var rig = new EditRig(Signal.Traces, request, budget: 8 << 20);

        rig.Overlay.AttributesOf(Owner.Item(0)).TryGet(Key, out WireValue value).ShouldBeTrue();
        int elements = 0;
        foreach (WireValue _ in value.Elements())
        {
            elements++;
        }

        elements.ShouldBe(100_000);
    }

    [Fact]
    public void Build_MoreRowsThanTheBudgetHolds_ThrowsAndGivesEverythingBack()
    {
        byte[] scope = [.. Enumerable.Repeat<byte[]>([0x12, 0x00], 50_000).SelectMany(span => span)];
        byte[] request = new WireWriter().Field(1, new WireWriter().Field(2, scope).ToArray()).ToArray();

        // Disposing the rig, which its constructor does when it throws, would throw in turn if a lease were out.
        Should.Throw<OutOfBudgetException>(() => new EditRig(Signal.Traces, request, budget: 1 << 20));
    }

    [Fact]
    public void Edit_MoreThanTheBudgetHolds_ThrowsAndGivesEverythingBack()
    {
        using var rig = new EditRig(Signal.Traces, SampleRequests.Of(Signal.Traces, 10, 1), budget: 1 << 20);

        Should.Throw<OutOfBudgetException>(() => rig.Overlay.Text(new byte[2 << 20]));
        rig.Overlay.AttributesOf(Owner.Item(0)).Upsert(Key, rig.Overlay.Int(1));
    }

    private static void ShouldGainAKey(ExportTraceServiceRequest request)
    {
        using var rig = new EditRig(Signal.Traces, request.ToByteArray());
        rig.Overlay.AttributesOf(Owner.Item(0)).Upsert(Key, rig.Overlay.Int(1));
        request.ResourceSpans[0].ScopeSpans[0].Spans[0].Attributes.Add(new KeyValue { Key = "key", Value = new AnyValue { IntValue = 1 } });
        ExportTraceServiceRequest.Parser.ParseFrom(rig.Written()).ShouldBe(request);
    }

    private static ExportTraceServiceRequest Request(params KeyValue[] attributes)
    {
        var span = new Span();
        span.Attributes.AddRange(attributes);
        var request = new ExportTraceServiceRequest();
        request.ResourceSpans.Add(new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { span } } } });
        return request;
    }
}
