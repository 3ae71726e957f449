using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Core.Tests.Memory;
using HotPath.Testing;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Edits;

[Collection(nameof(AloneCollection))]
public class OverlayAllocationTests
{
    private static readonly AttributeKey Added = new("deployment.environment");
    private static readonly AttributeKey Removed = new("http.method");
    private static readonly ConstantValue Value = ConstantValue.Text("production");

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public void IndexEditAndMaterialise_InSteadyState_AllocatesNothing(Signal signal)
    {
        byte[] request = SampleRequests.Of(signal, 200, 1, 2, 2);
        using var slabs = new SlabPool(new MemoryBudget(1 << 28, 1 << 28));
        slabs.TryRent(request.Length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        request.CopyTo(lease.Writable);
        var index = new RequestIndex();
        var overlay = new Overlay();

        Allocations.Of(200, () =>
        {
            index.Build(signal, lease, (IndexDepth)~0, slabs);
            overlay.Begin(index, slabs);
            for (int item = 0; item < index.Items.Length; item++)
            {
                AttributeView view = overlay.AttributesOf(Owner.Item(item));
                view.Upsert(Added, Value.Value);
                view.Remove(Removed);
                overlay.GetField(Owner.Item(item), OtlpTag.SpanName);
            }

            overlay.AttributesOf(Owner.Resource(0)).Upsert(Added, Value.Value);
            overlay.TryMaterialise(slabs, BudgetUse.Egress, out Lease edited);
            edited.Return();
            overlay.Clear();
            index.Clear();
        }).ShouldBe(0);
        lease.Return();
    }
}
