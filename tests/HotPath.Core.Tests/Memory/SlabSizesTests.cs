using HotPath.Core.Memory;

namespace HotPath.Core.Tests.Memory;

public sealed class SlabSizesTests
{
    [Fact]
    public void Classes_InOrder_GrowByAQuarterAtMostFrom16KiBTo64MiB()
    {
        SlabSizes.CapacityOf(0).ShouldBe(16 * 1024);
        SlabSizes.CapacityOf(SlabSizes.Classes - 1).ShouldBe(64 * 1024 * 1024);
        for (int sizeClass = 1; sizeClass < SlabSizes.Classes; sizeClass++)
        {
            int before = SlabSizes.CapacityOf(sizeClass - 1);
            SlabSizes.CapacityOf(sizeClass).ShouldBeInRange(before + 1, before + (before / 4));
        }
    }

    [Fact]
    public void Capacities_AreWholePages()
    {
        for (int sizeClass = 0; sizeClass < SlabSizes.Classes; sizeClass++)
        {
            (SlabSizes.CapacityOf(sizeClass) % Environment.SystemPageSize).ShouldBe(0);
        }
    }

    [Fact]
    public void ClassOf_AroundEveryBoundary_IsTheSmallestThatHolds()
    {
        for (int sizeClass = 0; sizeClass < SlabSizes.Classes; sizeClass++)
        {
            int capacity = SlabSizes.CapacityOf(sizeClass);
            SlabSizes.ClassOf(capacity).ShouldBe(sizeClass);
            SlabSizes.ClassOf(capacity - 1).ShouldBe(sizeClass);
            int next = sizeClass == SlabSizes.Classes - 1 ? SlabSizes.Exact : sizeClass + 1;
            SlabSizes.ClassOf(capacity + 1).ShouldBe(next);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ClassOf_TheShortest_IsTheSmallest(int length) => SlabSizes.ClassOf(length).ShouldBe(0);
}
