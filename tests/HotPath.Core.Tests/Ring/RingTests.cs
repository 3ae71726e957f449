using HotPath.Core.Ring;
using HotPath.Testing;

namespace HotPath.Core.Tests.Ring;

public sealed class RingTests
{
    private readonly Ring<string> _ring = new(4);

    [Theory]
    [InlineData(0)]
    [InlineData(-4)]
    [InlineData(3)]
    [InlineData(100)]
    public void Capacity_NotAPowerOfTwo_Throws(int capacity) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new Ring<string>(capacity)).Message.ShouldContain("power of two");

    [Fact]
    public void TryTake_OfAnEmptyRing_IsFalse()
    {
        _ring.TryTake(out string? item).ShouldBeFalse();
        item.ShouldBeNull();
    }

    [Fact]
    public void TryTake_AfterSeveralWereSent_YieldsThemInOrder()
    {
        for (int round = 0; round < 5; round++)
        {
            Send("a");
            Send("b");
            Send("c");
            _ring.Count.ShouldBe(3);

            Take().ShouldBe("a");
            Take().ShouldBe("b");
            Take().ShouldBe("c");
            _ring.Count.ShouldBe(0);
        }
    }

    [Fact]
    public void TryAcquireCredit_OfAFullRing_IsFalseUntilOneIsTaken()
    {
        for (int i = 0; i < _ring.Capacity; i++)
        {
            Send("x");
        }

        _ring.TryAcquireCredit().ShouldBeFalse();
        Take();
        _ring.TryAcquireCredit().ShouldBeTrue();
        _ring.TryAcquireCredit().ShouldBeFalse();
    }

    [Fact]
    public void TryAcquireCredit_WithEveryCreditPromised_IsFalseThoughNothingIsPublished()
    {
        for (int i = 0; i < _ring.Capacity; i++)
        {
            _ring.TryAcquireCredit().ShouldBeTrue();
        }

        _ring.TryAcquireCredit().ShouldBeFalse();
        _ring.Count.ShouldBe(0);
    }

    [Fact]
    public void AllOrNothing_OverTwoRings_LeavesNoTraceWhenTheSecondIsFull()
    {
        var full = new Ring<string>(1);
        full.TryAcquireCredit();

        _ring.TryAcquireCredit().ShouldBeTrue();
        full.TryAcquireCredit().ShouldBeFalse();
        _ring.ReleaseCredit();

        _ring.Count.ShouldBe(0);
        for (int i = 0; i < _ring.Capacity; i++)
        {
            _ring.TryAcquireCredit().ShouldBeTrue();
        }
    }

    [Fact]
    public void ReleaseCredit_WithNoneOut_ThrowsAndAddsNone()
    {
        Should.Throw<InvalidOperationException>(_ring.ReleaseCredit);

        for (int i = 0; i < _ring.Capacity; i++)
        {
            _ring.TryAcquireCredit().ShouldBeTrue();
        }

        _ring.TryAcquireCredit().ShouldBeFalse();
    }

    [Fact]
    public void Publish_WithoutACredit_IsFoundWhenItMeetsATakenSlot()
    {
        for (int i = 0; i < _ring.Capacity; i++)
        {
            Send("x");
        }

        Should.Throw<InvalidOperationException>(() => _ring.Publish("one too many")).Message.ShouldContain("without a credit");
    }

    [Fact]
    public void Publish_OfNull_Throws() => Should.Throw<ArgumentNullException>(() => _ring.Publish(null!));

    [Fact]
    public void TakenItems_AreNotKeptAlive()
    {
        WeakReference reference = SendAndTakeANewItem();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        reference.IsAlive.ShouldBeFalse();
    }

    [Fact]
    public void SendAndTake_AllocateNothing() => Allocations.Of(1000, () =>
    {
        Send("x");
        _ring.TryTake(out _);
    }).ShouldBe(0);

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference SendAndTakeANewItem()
    {
        string item = new('y', 10);
        Send(item);
        Take();
        return new WeakReference(item);
    }

    private void Send(string item)
    {
        _ring.TryAcquireCredit().ShouldBeTrue();
        _ring.Publish(item);
    }

    private string? Take()
    {
        _ring.TryTake(out string? item).ShouldBeTrue();
        return item;
    }
}
