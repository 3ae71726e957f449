using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

public class ItemRangeTests
{
    public static TheoryData<Signal> Signals => new(SampleRequests.Signals);

    [Theory]
    [MemberData(nameof(Signals))]
    public void Gather_EveryCutOfASampleRequest_MakesUpTheRequest(Signal signal)
    {
        const int Items = 11;
        var request = SampleRequests.Of(signal, Items, seed: 3, resources: 2, scopesPerResource: 2);
        for (var cut = 1; cut < Items; cut++)
        {
            for (var second = cut + 1; second <= Items; second++)
            {
                // An empty last range is none.
                (int First, int Count)[] ranges = [(0, cut), (cut, second - cut), (second, Items - second)];
                RangePieces.ShouldMakeUp(signal, request, [.. ranges.Where(range => range.Count > 0)]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void Gather_WholeRange_IsOneSegmentOfTheRequestItself(Signal signal)
    {
        var request = SampleRequests.Of(signal, 9, seed: 3, resources: 2, scopesPerResource: 2);
        var into = new SegmentList();

        ItemRange.Gather(signal, request, 0, 9, into).ShouldBe(request.Length);

        into.Count.ShouldBe(1);
        into[0].ShouldBe(request.AsMemory());
    }

    [Fact]
    public void Gather_CutInsideOneScope_CopiesOnlyTwoPrefixes()
    {
        var request = SampleRequests.Traces(512, seed: 3);
        var into = new SegmentList();

        ItemRange.Gather(Signal.Traces, request, 100, 300, into);

        // A prefix for the resource, its fields, a prefix for the scope, its field, the spans, the resource's schema_url.
        into.Count.ShouldBe(6);
        into[0].Length.ShouldBe(4);
        into[2].Length.ShouldBe(4);
        foreach (var untouched in (int[])[1, 3, 4, 5])
        {
            request.AsSpan().Overlaps(into[untouched].Span).ShouldBeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void Gather_WholeResourceOfSeveral_IsItsOwnBytes(Signal signal)
    {
        var request = SampleRequests.Of(signal, 9, seed: 3, resources: 3);
        var into = new SegmentList();

        ItemRange.Gather(signal, request, 3, 3, into);

        into.Count.ShouldBe(1);
        request.AsSpan().Overlaps(into[0].Span).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void Gather_RangesBesideTheItems_AppendNothing(Signal signal)
    {
        var request = SampleRequests.Of(signal, 3, seed: 3);

        RangePieces.Gather(signal, request, 3, 5).ShouldBeEmpty();
        RangePieces.Gather(signal, request, 1, 0).ShouldBeEmpty();
        RangePieces.Gather(signal, request, 0, 0).ShouldBeEmpty();
        ItemRange.Measure(signal, request, 3, 5).ShouldBe((0, 0));
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void Gather_RangePastTheLastItem_TakesWhatThereIs(Signal signal)
    {
        var request = SampleRequests.Of(signal, 5, seed: 3);

        RangePieces.Gather(signal, request, 2, int.MaxValue).ShouldBe(RangePieces.Gather(signal, request, 2, 3));
    }

    [Fact]
    public void Gather_RequestWithoutItems_IsWholeInTheEmptyRange()
    {
        byte[] request = Requests.Join(Requests.Field(1), Requests.Field(1, Requests.Field(2)), Requests.Field(7, 1, 2));

        RangePieces.Gather(Signal.Traces, request, 0, 0).ShouldBe(request);
        ItemRange.Measure(Signal.Traces, request, 0, 0).ShouldBe((request.Length, 2));
    }

    [Fact]
    public void GatherAndMeasure_NegativeRange_Throw()
    {
        var request = SampleRequests.Traces(3, seed: 3);

        Should.Throw<ArgumentOutOfRangeException>(() => ItemRange.Gather(Signal.Traces, request, -1, 1, new SegmentList()));
        Should.Throw<ArgumentOutOfRangeException>(() => ItemRange.Measure(Signal.Traces, request, 0, -1));
    }
}
