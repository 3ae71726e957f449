using System.Runtime.CompilerServices;
using HotPath.Core.Memory;

namespace HotPath.Core.Tests.Memory;

/// <summary>What only a tracking pool sees: the faults of one holder while others hold the same slab, and who made them.</summary>
public sealed class TrackingPoolTests : IDisposable
{
    private const int Small = 1000;
    private const int Own = 100_000;

    private readonly SlabPool _pool = new(new MemoryBudget(1 << 26, 1 << 26), tracking: true);

    public void Dispose() => _pool.Dispose();

    [Theory]
    [InlineData(Small)]
    [InlineData(Own)]
    public void Dispose_WithALeak_NamesWhoRented(int length)
    {
        RentAndForget(length);

        InvalidOperationException error = Should.Throw<InvalidOperationException>(_pool.Dispose);

        error.Message.ShouldContain("1 leases were never returned");
        error.Message.ShouldContain(nameof(RentAndForget));
    }

    [Fact]
    public void Dispose_WithALeakedShare_NamesWhoShared()
    {
        Lease lease = Rent(Own);
        ShareAndForget(lease);
        lease.Return();

        Should.Throw<InvalidOperationException>(_pool.Dispose).Message.ShouldContain(nameof(ShareAndForget));
    }

    [Theory]
    [InlineData(Small)]
    [InlineData(Own)]
    public void Return_TwiceWhileAnotherHolds_ThrowsAndNamesWhoRented(int length)
    {
        Lease lease = Rent(length);
        Lease other = lease.Share();
        lease.Return();

        string message = Should.Throw<InvalidOperationException>(lease.Return).Message;

        message.ShouldContain(nameof(Return_TwiceWhileAnotherHolds_ThrowsAndNamesWhoRented));

        _pool.OutstandingLeases.ShouldBe(1);
        other.Return();
    }

    [Theory]
    [InlineData(Small)]
    [InlineData(Own)]
    public void UseAfterOwnReturn_WhileAnotherHolds_Throws(int length)
    {
        Lease lease = Rent(length);
        Lease other = lease.Share();
        lease.Return();

        Should.Throw<InvalidOperationException>(() => lease.Bytes.Length);
        Should.Throw<InvalidOperationException>(() => lease.Memory.Length);
        Should.Throw<InvalidOperationException>(() => lease.Share());

        other.Bytes.Length.ShouldBe(length);
        other.Return();
    }

    [Fact]
    public void ReadAfterReturn_ThroughAnOldSpan_SeesPoison()
    {
        Lease lease = Rent(Own);
        lease.Writable.Fill(1);
        ReadOnlySpan<byte> old = lease.Bytes;

        lease.Return();

        old.IndexOfAnyExcept(LeaseTracker.PoisonByte).ShouldBe(-1);
    }

    [Fact]
    public void FreshBytes_ArePoisonNotZero()
    {
        Lease lease = Rent(Own);

        lease.Bytes.IndexOfAnyExcept(LeaseTracker.PoisonByte).ShouldBe(-1);
        lease.Return();
    }

    [Fact]
    public void WriteAfterReturn_ThroughAnOldSpan_IsFoundWhenTheSlabIsRentedAgain()
    {
        Lease lease = Rent(Own);
        Span<byte> old = lease.Writable;
        lease.Return();

        old[123] = 0;

        string message = Should.Throw<InvalidOperationException>(() => Rent(Own)).Message;
        message.ShouldContain("Byte 123 of");
        message.ShouldContain(nameof(WriteAfterReturn_ThroughAnOldSpan_IsFoundWhenTheSlabIsRentedAgain));
    }

    [Fact]
    public void WriteAfterReturn_InASharedSlabThatIsStillOut_IsFoundWhenThePoolIsDisposed()
    {
        Lease stays = Rent(Small);
        Lease goes = Rent(Small);
        Span<byte> old = goes.Writable;
        goes.Return();

        old[0] = 0;

        stays.Return();
        Should.Throw<InvalidOperationException>(_pool.Dispose).Message.ShouldContain("was written after its lease was returned");
    }

    [Fact]
    public void Dispose_WhenEverythingWasReturned_IsSilentAndFreesAll()
    {
        Lease lease = Rent(Own);
        Lease share = Rent(Small).Slice(10);
        lease.Return();
        share.Return();

        _pool.Dispose();
        _pool.Dispose();

        _pool.MappedBytes.ShouldBe(0);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private void RentAndForget(int length) => _pool.TryRent(length, BudgetUse.Ingress, out _).ShouldBeTrue();

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static void ShareAndForget(Lease lease) => lease.Share().IsHeld.ShouldBeTrue();

    private Lease Rent(int length)
    {
        _pool.TryRent(length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        return lease;
    }
}
