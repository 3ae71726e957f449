using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Core.Wire;

namespace HotPath.Core.Tests.Edits;

/// <summary>One request in a slab, its index and an overlay. Disposing it proves that every lease came back.</summary>
internal sealed class EditRig : IDisposable
{
    private readonly Lease _lease;

    public EditRig(
        Signal signal,
        byte[] request,
        IndexDepth depth = (IndexDepth)~0,
        long budget = 1 << 28,
        AttributeKeySet? itemKeys = null,
        int items = 0)
    {
        OtlpWalk.CheckWithIds(signal, request, Validation.Full, out bool hasPlainIds).Fault.ShouldBe(WireFault.None);
        Slabs = new SlabPool(new MemoryBudget(budget, budget), tracking: true);
        Slabs.TryRent(request.Length, BudgetUse.Ingress, out _lease).ShouldBeTrue();
        request.CopyTo(_lease.Writable);
        try
        {
            Index.Build(signal, _lease, depth, Slabs, itemKeys, hasPlainIds, items);
        }
        catch
        {
            Dispose();
            throw;
        }

        Overlay.Begin(Index, Slabs);
    }

    public SlabPool Slabs { get; }

    public RequestIndex Index { get; } = new();

    public Overlay Overlay { get; } = new();

    /// <summary>The edited request.</summary>
    public byte[] Written()
    {
        Overlay.TryMaterialise(Slabs, BudgetUse.Egress, out Lease edited).ShouldBeTrue();
        byte[] bytes = edited.Bytes.ToArray();
        edited.Return();
        return bytes;
    }

    public void Dispose()
    {
        Overlay.Clear();
        Index.Clear();
        _lease.Return();
        Slabs.Dispose();
    }
}
