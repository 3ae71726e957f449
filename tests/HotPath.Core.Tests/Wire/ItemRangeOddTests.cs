using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

/// <summary>Requests that a gateway seldom sees and must not harm, with the pieces written out.</summary>
public class ItemRangeOddTests
{
    private static readonly byte[] SpanA = Requests.Field(2, Requests.Field(5, (byte)'a'));
    private static readonly byte[] SpanB = Requests.Field(2, Requests.Field(5, (byte)'b'));
    private static readonly byte[] SpanC = Requests.Field(2, Requests.Field(5, (byte)'c'));
    private static readonly byte[] Url = Requests.Field(3, (byte)'u');

    [Fact]
    public void Gather_FieldsOfACutScope_AreRepeatedInTheirPlaces()
    {
        var scope = Requests.Field(1, Requests.Field(1, (byte)'s'));
        var request = Requests.Field(1, Requests.Field(2, Requests.Join(SpanA, scope, SpanB, Url)));

        RangePieces.Gather(Signal.Traces, request, 0, 1).ShouldBe(Requests.Field(1, Requests.Field(2, Requests.Join(SpanA, scope, Url))));
        RangePieces.Gather(Signal.Traces, request, 1, 1).ShouldBe(Requests.Field(1, Requests.Field(2, Requests.Join(scope, SpanB, Url))));
    }

    [Fact]
    public void Gather_ResourceInTwoOccurrences_KeepsBoth()
    {
        var half = Requests.Field(1, Requests.Field(1, Requests.KeyValue([(byte)'k'], Requests.Text([(byte)'v']))));
        var scopeA = Requests.Field(2, SpanA);
        var scopeB = Requests.Field(2, SpanB);
        var request = Requests.Field(1, Requests.Join(half, scopeA, half, scopeB));

        RangePieces.Gather(Signal.Traces, request, 1, 1).ShouldBe(Requests.Field(1, Requests.Join(half, half, scopeB)));
    }

    [Fact]
    public void Gather_ScopesWithoutItems_GoWithTheNextItemOfTheirResourceElseTheOneBefore()
    {
        var empty = Requests.Field(2, Url);
        byte[] First(params byte[][] scopes) => Requests.Field(1, Requests.Join(scopes));
        var request = Requests.Join(
            First(empty, Requests.Field(2, SpanA), empty, Requests.Field(2, SpanB), empty),
            First(empty, Requests.Field(2, SpanC), empty));

        RangePieces.Gather(Signal.Traces, request, 0, 1).ShouldBe(First(empty, Requests.Field(2, SpanA)));
        RangePieces.Gather(Signal.Traces, request, 1, 1).ShouldBe(First(empty, Requests.Field(2, SpanB), empty));
        RangePieces.Gather(Signal.Traces, request, 2, 1).ShouldBe(First(empty, Requests.Field(2, SpanC), empty));
    }

    [Fact]
    public void Gather_ResourcesWithoutItems_GoOutOnce()
    {
        var empty = Requests.Field(1, Url);
        var emptyToo = Requests.Field(1, Requests.Field(2));
        var request = Requests.Join(empty, Requests.WithSpan(0x30, 1), emptyToo, Requests.WithSpan(0x30, 2), empty, emptyToo);

        RangePieces.Gather(Signal.Traces, request, 0, 1).ShouldBe(Requests.Join(empty, Requests.WithSpan(0x30, 1)));
        RangePieces.Gather(Signal.Traces, request, 1, 1).ShouldBe(Requests.Join(emptyToo, Requests.WithSpan(0x30, 2), empty, emptyToo));
        ItemRange.Measure(Signal.Traces, request, 1, 1).Resources.ShouldBe(4);
    }

    [Fact]
    public void Gather_UnknownFieldsOfTheRequest_GoOutWithTheFirstRange()
    {
        byte[] group = [0x5B, 0x08, 0x01, 0x53, 0x54, 0x5C];
        var unknown = Requests.Field(9, 1, 2, 3);
        var request = Requests.Join(group, Requests.WithSpan(0x30, 1), unknown, Requests.WithSpan(0x30, 2), group);

        RangePieces.Gather(Signal.Traces, request, 0, 1).ShouldBe(Requests.Join(group, Requests.WithSpan(0x30, 1), unknown, group));
        RangePieces.Gather(Signal.Traces, request, 1, 1).ShouldBe(Requests.WithSpan(0x30, 2));
    }

    [Fact]
    public void Gather_OverlongPrefixes_StayWhereNothingIsCutAndAreMinimalWhereItIs()
    {
        byte[] Long(int number, byte[] content) => new WireWriter().Field(number, content, 3, 10).ToArray();
        var spans = Requests.Join(Long(2, SpanA), Long(2, SpanB));
        var request = Long(1, Long(2, spans));

        RangePieces.Gather(Signal.Traces, request, 0, 2).ShouldBe(request);
        RangePieces.Gather(Signal.Traces, request, 0, 1).ShouldBe(Requests.Field(1, Requests.Field(2, Long(2, SpanA))));
    }

    [Fact]
    public void Gather_CutMetric_RepeatsAllThatIsNoPoint()
    {
        var name = Requests.Field(1, (byte)'m');
        byte[] cumulative = [0x10, 0x02];
        byte[] Point(byte flag) => Requests.Field(1, 0x40, flag);
        byte[] Metric(params byte[][] fields) => Requests.Field(1, Requests.Field(2, Requests.Field(2, Requests.Join(fields))));
        var overridden = Requests.Field(5, Point(9));

        // A gauge that the sum replaces, then the sum in two occurrences, the temporality in the one without points.
        var request = Metric(overridden, name, Requests.Field(7, cumulative), Requests.Field(7, Requests.Join(Point(1), Point(2))));

        OtlpWalk.Check(Signal.Metrics, request).Items.ShouldBe(2);
        RangePieces.Gather(Signal.Metrics, request, 0, 1)
            .ShouldBe(Metric(overridden, name, Requests.Field(7, cumulative), Requests.Field(7, Point(1))));
        RangePieces.Gather(Signal.Metrics, request, 1, 1)
            .ShouldBe(Metric(overridden, name, Requests.Field(7, cumulative), Requests.Field(7, Point(2))));
        RangePieces.ShouldMakeUp(Signal.Metrics, request, [(0, 1), (1, 1)]);
    }

    [Fact]
    public void Gather_LengthsAtEveryVarintWidth_AreRight()
    {
        // The cut scope's new length passes 127, 16,383 and 2,097,151.
        foreach (var size in (int[])[120, 121, 122, 123, 124, 16_370, 16_374, 16_376, 16_378, 16_380, 2_097_140, 2_097_146, 2_097_150])
        {
            var big = Requests.Field(2, Requests.Field(5, new byte[size]));
            var request = Requests.Field(1, Requests.Field(2, Requests.Join(SpanA, big)));

            RangePieces.Gather(Signal.Traces, request, 1, 1).ShouldBe(Requests.Field(1, Requests.Field(2, big)));
        }
    }
}
