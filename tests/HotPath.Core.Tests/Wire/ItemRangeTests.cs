using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Wire;

public class ItemRangeTests
{
    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
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
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public void Gather_WholeRange_IsOneSegmentOfTheRequestItself(Signal signal)
    {
        var request = SampleRequests.Of(signal, 9, seed: 3, resources: 2, scopesPerResource: 2);
        var into = new SegmentList();

        ItemRange.Gather(signal, request, 0, 9, into).ShouldBe(request.Length);

        into.Count.ShouldBe(1);
        into[0].ShouldBe(request.AsMemory());
    }
}
