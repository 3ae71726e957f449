using HotPath.Core.Wire;
using HotPath.Testing;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

public class WireAllocationTests
{
    private const int Items = 64;

    public static TheoryData<Signal> Signals => new(SampleRequests.Signals);

    [Theory]
    [MemberData(nameof(Signals))]
    public void Check_GoodAndBadRequests_AllocatesNothing(Signal signal)
    {
        var good = SampleRequests.Of(signal, Items, seed: 1);
        var cut = good[..^1];

        Allocations.Of(10, () =>
        {
            OtlpWalk.Check(signal, good);
            OtlpWalk.Check(signal, cut);
        }).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public void GatherAndMeasure_IntoAUsedList_AllocateNothing(Signal signal)
    {
        var request = SampleRequests.Of(signal, Items, seed: 1, resources: 2);
        var into = new SegmentList();

        Allocations.Of(10, () =>
        {
            into.Clear();
            ItemRange.Gather(signal, request, 5, 50, into);
            ItemRange.Measure(signal, request, 5, 50);
        }).ShouldBe(0);
    }
}
