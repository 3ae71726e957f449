using HotPath.Core.Memory;
using Microsoft.Win32.SafeHandles;

namespace HotPath.Core.Tests.Memory;

/// <summary>The rules of a lease that every pool keeps, tracking or not.</summary>
public sealed class LeaseTests : IDisposable
{
    private const int Own = 100_000;

    private readonly SlabPool _pool = new(new MemoryBudget(1 << 26, 1 << 26));

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void Default_HoldsNothing()
    {
        Lease none = default;

        none.IsHeld.ShouldBeFalse();
        none.Length.ShouldBe(0);
        none.ChargedBytes.ShouldBe(0);
        none.Bytes.IsEmpty.ShouldBeTrue();
        none.Memory.IsEmpty.ShouldBeTrue();
        none.Slice(0).IsHeld.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => none.Share());
        Should.Throw<InvalidOperationException>(() => none.Return());
    }

    [Fact]
    public void Copies_AreOneLease()
    {
        Lease lease = Rent(Own);
        Lease copy = lease;

        copy.Writable[5] = 42;

        lease.Bytes[5].ShouldBe((byte)42);
        copy.Return();
        _pool.OutstandingLeases.ShouldBe(0);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(Own)]
    public void Share_KeepsTheBytesUntilEveryHolderReturned(int length)
    {
        Lease first = Rent(length);
        first.Writable.Fill(3);
        Lease second = first.Share();
        Lease third = second.Share();

        first.Return();
        third.Return();

        _pool.OutstandingLeases.ShouldBe(1);
        second.Bytes.IndexOfAnyExcept((byte)3).ShouldBe(-1);
        second.Return();
        _pool.Budget.ChargedBytes.ShouldBe(0);
    }

    [Fact]
    public void Slice_IsTheSameLeaseOverFewerBytes()
    {
        Lease lease = Rent(Own);
        lease.Writable[9] = 9;

        Lease shorter = lease.Slice(10);

        shorter.Length.ShouldBe(10);
        shorter.Bytes[9].ShouldBe((byte)9);
        shorter.ChargedBytes.ShouldBe(lease.ChargedBytes);
        _pool.OutstandingLeases.ShouldBe(1);
        shorter.Return();
        _pool.OutstandingLeases.ShouldBe(0);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Own + 1)]
    public void Slice_OutOfRange_Throws(int length)
    {
        Lease lease = Rent(Own);

        Should.Throw<ArgumentOutOfRangeException>(() => lease.Slice(length));
        lease.Return();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(Own)]
    public void Memory_OfALease_IsTheSameBytes(int length)
    {
        Lease lease = Rent(length);

        lease.WritableMemory.Span[length - 1] = 77;

        lease.Bytes[length - 1].ShouldBe((byte)77);
        lease.Memory.Length.ShouldBe(length);
        lease.Return();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(Own)]
    public void Memory_WrittenByTheSystem_IsPinnedAtItsOwnAddress(int length)
    {
        Lease neighbour = Rent(length);
        Lease lease = Rent(length);
        new Random(length).NextBytes(lease.Writable);

        // A gathering write takes the addresses of its buffers.
        using SafeFileHandle file = File.OpenHandle(
            Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        RandomAccess.Write(file, [lease.Memory[..3], lease.Memory[3..]], fileOffset: 0);
        byte[] written = new byte[length];
        RandomAccess.Read(file, written, fileOffset: 0).ShouldBe(length);

        written.ShouldBe(lease.Bytes.ToArray());
        neighbour.Return();
        lease.Return();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(Own)]
    public void Return_TwiceOfTheLastLease_Throws(int length)
    {
        Lease lease = Rent(length);
        lease.Return();

        Should.Throw<InvalidOperationException>(lease.Return);

        _pool.OutstandingLeases.ShouldBe(0);
        _pool.Budget.ChargedBytes.ShouldBe(0);
    }

    [Fact]
    public void Return_TwiceAfterTheSlabWasRentedAgain_ThrowsAndLeavesTheNewHolderAlone()
    {
        Lease old = Rent(Own);
        old.Return();
        Lease current = Rent(Own);
        current.Writable.Fill(1);

        Should.Throw<InvalidOperationException>(old.Return);

        current.Bytes.IndexOfAnyExcept((byte)1).ShouldBe(-1);
        _pool.OutstandingLeases.ShouldBe(1);
        current.Return();
    }

    [Fact]
    public void UseAfterReturn_OfEveryKind_Throws()
    {
        Lease lease = Rent(Own);
        Memory<byte> memory = lease.WritableMemory;
        lease.Return();

        Should.Throw<InvalidOperationException>(() => lease.Bytes.Length);
        Should.Throw<InvalidOperationException>(() => lease.Memory.Length);
        Should.Throw<InvalidOperationException>(() => lease.Writable.Length);
        Should.Throw<InvalidOperationException>(() => lease.ChargedBytes);
        Should.Throw<InvalidOperationException>(() => lease.Slice(1));
        Should.Throw<InvalidOperationException>(() => lease.Share());
        Should.Throw<InvalidOperationException>(() => memory.Span[0] = 1);
    }

    [Fact]
    public void UseAfterReturn_WhenTheMemoryIsGone_ThrowsRatherThanCrashes()
    {
        Lease lease = Rent(Own);
        Memory<byte> memory = lease.WritableMemory;
        lease.Return();
        _pool.Trim();
        _pool.Trim();
        _pool.MappedBytes.ShouldBe(0);

        Should.Throw<InvalidOperationException>(() => lease.Bytes.Length);
        Should.Throw<InvalidOperationException>(() => memory.Span[0] = 1);
    }

    [Fact]
    public void Dispose_WithALeaseOut_ThrowsAndTheSlabIsFreedOnReturn()
    {
        var pool = new SlabPool(new MemoryBudget(1 << 20, 1 << 20));
        pool.TryRent(Own, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();

        Should.Throw<InvalidOperationException>(pool.Dispose).Message.ShouldContain("1 leases");

        lease.Bytes.Length.ShouldBe(Own);
        lease.Return();
        pool.MappedBytes.ShouldBe(0);
        pool.Budget.ChargedBytes.ShouldBe(0);
        Should.Throw<ObjectDisposedException>(() => pool.TryRent(1, BudgetUse.Ingress, out _));
    }

    private Lease Rent(int length)
    {
        _pool.TryRent(length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        return lease;
    }
}
