using HotPath.Core.Memory;

namespace HotPath.Core.Tests.Memory;

/// <summary>What is kept behind a message goes with the message, and with nothing less.</summary>
public sealed class LeaseKeepingTests : IDisposable
{
    private readonly SlabPool _slabs = new(new MemoryBudget(1 << 24, 1 << 24), tracking: true);

    [Fact]
    public void Keeping_HasTheMessageAndWhatStandsBehindIt()
    {
        Lease lease = Rent(100);
        Lease keeping = lease.Keeping(60, 30);
        keeping.Length.ShouldBe(60);
        keeping.Bytes.ToArray().ShouldBe(Enumerable.Range(0, 60).Select(i => (byte)i));
        keeping.Kept.ToArray().ShouldBe(Enumerable.Range(60, 30).Select(i => (byte)i));
        keeping.Return();
    }

    [Fact]
    public void Share_KeepsItToo_AndOutlivesTheFirst()
    {
        Lease first = Rent(100).Keeping(60, 40);
        Lease second = first.Share();
        first.Return();
        second.Kept.Length.ShouldBe(40);
        second.Return();
        Should.Throw<InvalidOperationException>(() => second.Kept);
    }

    [Fact]
    public void Slice_KeepsNothing()
    {
        Lease lease = Rent(100).Keeping(60, 40);
        lease.Slice(60).Kept.IsEmpty.ShouldBeTrue();
        lease.Slice(10).Kept.IsEmpty.ShouldBeTrue();
        lease.Return();
        default(Lease).Kept.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Keeping_MoreThanThereIs_Throws()
    {
        Lease lease = Rent(100);
        Should.Throw<ArgumentOutOfRangeException>(() => lease.Keeping(60, 41));
        Should.Throw<ArgumentOutOfRangeException>(() => lease.Keeping(101, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => lease.Keeping(-1, 3));
        lease.Return();
    }

    public void Dispose() => _slabs.Dispose();

    private Lease Rent(int length)
    {
        _slabs.TryRent(length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        for (int i = 0; i < length; i++)
        {
            lease.Writable[i] = (byte)i;
        }

        return lease;
    }
}
