using HotPath.Core.Wire;

namespace HotPath.Core.Tests.Wire;

public class SegmentListTests
{
    private readonly SegmentList _list = new();

    [Fact]
    public void Append_AdjacentRangesOfOneSlab_Join()
    {
        var slab = new TestSlab(100);

        _list.Append(slab.Memory[10..20]);
        _list.Append(slab.Memory[20..30]);

        _list.Count.ShouldBe(1);
        _list[0].ShouldBe(slab.Memory[10..30]);
        _list.TotalBytes.ShouldBe(20);
    }

    [Fact]
    public void Append_AdjacentRangesOfOneArray_Join()
    {
        var array = new byte[100];

        _list.Append(array.AsMemory(10, 10));
        _list.Append(array.AsMemory(20, 10));

        _list.Count.ShouldBe(1);
        _list[0].ShouldBe(array.AsMemory(10, 20));
    }

    [Fact]
    public void Append_RangesThatOnlyLookAdjacent_StayApart()
    {
        var slab = new TestSlab(100);
        var array = new byte[100];

        _list.Append(slab.Memory[10..20]);
        _list.Append(new TestSlab(100).Memory[20..30]);
        _list.Append(array.AsMemory(30, 10));
        _list.Append(array.AsMemory(41, 10));
        _list.Append(array.AsMemory(30, 10));
        _list.Append(new byte[100].AsMemory(40, 10));
        _list.Append(slab.Memory[50..60]);

        _list.Count.ShouldBe(7);
        _list.TotalBytes.ShouldBe(70);
    }

    [Fact]
    public void Append_NothingAtAll_AddsNoSegment()
    {
        _list.Append(default);
        _list.AppendScratch([]);

        _list.Count.ShouldBe(0);
    }

    [Fact]
    public void AppendScratch_FollowingOneAnother_Join()
    {
        _list.AppendScratch([1, 2]);
        _list.AppendScratch([3]);

        _list.Count.ShouldBe(1);
        _list[0].ToArray().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void AppendScratch_WhileTheListGrows_EarlierBytesStayInPlace()
    {
        var array = new byte[2];
        _list.AppendScratch([42]);
        var first = _list[0];
        for (var i = 0; i < 20_000; i++)
        {
            _list.Append(array.AsMemory(i % 2, 1));
            _list.AppendScratch([(byte)i, (byte)(i >> 8)]);
        }

        _list[0].ShouldBe(first);
        first.ToArray().ShouldBe([42]);
        for (var i = 0; i < 20_000; i++)
        {
            _list[2 + (2 * i)].ToArray().ShouldBe([(byte)i, (byte)(i >> 8)]);
        }
    }

    [Fact]
    public void AppendScratch_MoreThanAChunk_IsKeptToo()
    {
        var big = Enumerable.Range(0, 10_000).Select(i => (byte)i).ToArray();

        _list.AppendScratch([7]);
        _list.AppendScratch(big);
        _list.AppendScratch([9]);

        RangePieces.ToArray(_list).ShouldBe([7, .. big, 9]);
    }

    [Fact]
    public void Clear_ThenUsedAgain_HoldsOnlyTheNew()
    {
        _list.Append(new byte[10]);
        _list.AppendScratch([1]);

        _list.Clear();
        _list.AppendScratch([2]);

        _list.Count.ShouldBe(1);
        _list.TotalBytes.ShouldBe(1);
        _list[0].ToArray().ShouldBe([2]);
    }

    [Fact]
    public void Clear_AfterMoreThanItKeeps_StartsSmallAgain()
    {
        var array = new byte[2];
        for (var i = 0; i <= SegmentList.MaxKeptSegments; i++)
        {
            _list.Append(array.AsMemory((i + 1) % 2, 1));
            _list.AppendScratch(new byte[100]);
        }

        _list.Clear();
        _list.AppendScratch([2]);

        _list[0].ToArray().ShouldBe([2]);
        _list.KeptSegments.ShouldBeLessThanOrEqualTo(SegmentList.MaxKeptSegments);
        _list.KeptScratchBytes.ShouldBeLessThanOrEqualTo(SegmentList.MaxKeptScratchBytes);
    }

    [Fact]
    public void Indexer_OutsideTheList_Throws()
    {
        _list.AppendScratch([1]);

        Should.Throw<ArgumentOutOfRangeException>(() => _list[1]);
        Should.Throw<ArgumentOutOfRangeException>(() => _list[-1]);
    }
}
