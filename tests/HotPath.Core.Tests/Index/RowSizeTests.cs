using System.Runtime.CompilerServices;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Core.Tests.Index;

/// <summary>Rows are as large as their pictures say: they are the index's memory.</summary>
public class RowSizeTests
{
    [Fact]
    public void Rows_InMemory_HaveTheSizesThatTheirCommentsDraw()
    {
        Unsafe.SizeOf<ResourceRow>().ShouldBe(ResourceRow.Size);
        Unsafe.SizeOf<ScopeRow>().ShouldBe(ScopeRow.Size);
        Unsafe.SizeOf<MetricRow>().ShouldBe(MetricRow.Size);
        Unsafe.SizeOf<ItemRow>().ShouldBe(ItemRow.Size);
        Unsafe.SizeOf<ChildRow>().ShouldBe(ChildRow.Size);
        Unsafe.SizeOf<AttributeRow>().ShouldBe(AttributeRow.Size);
        Unsafe.SizeOf<EditRow>().ShouldBe(EditRow.Size);
    }
}
