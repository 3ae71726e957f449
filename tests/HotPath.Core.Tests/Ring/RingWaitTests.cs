using HotPath.Core.Ring;
using HotPath.Testing;

namespace HotPath.Core.Tests.Ring;

/// <summary>"Full first means late": waiting for a credit without holding a thread.</summary>
public sealed class RingWaitTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeClock _clock = new();
    private readonly Ring<string> _ring = new(2);

    [Fact]
    public async Task Wait_WithACreditFree_IsTrueAtOnceAndTakesNone()
    {
        ValueTask<bool> wait = WaitAsync();

        wait.IsCompletedSuccessfully.ShouldBeTrue();
        (await wait).ShouldBeTrue();
        _ring.TryAcquireCredit().ShouldBeTrue();
        _ring.TryAcquireCredit().ShouldBeTrue();
        _clock.ArmedTimers.ShouldBe(0);
    }

    [Fact]
    public async Task Wait_OnAFullRing_CompletesWhenAnItemIsTaken()
    {
        Fill();
        Task<bool> wait = WaitAsync().AsTask();
        wait.IsCompleted.ShouldBeFalse();

        _ring.TryTake(out _);

        (await wait.WaitAsync(Patience)).ShouldBeTrue();
        _ring.TryAcquireCredit().ShouldBeTrue();
        _clock.ArmedTimers.ShouldBe(0);
    }

    [Fact]
    public async Task Wait_OnAFullRing_CompletesWhenACreditIsGivenBack()
    {
        _ring.TryAcquireCredit();
        _ring.TryAcquireCredit();
        Task<bool> wait = WaitAsync().AsTask();

        _ring.ReleaseCredit();

        (await wait.WaitAsync(Patience)).ShouldBeTrue();
    }

    [Fact]
    public async Task Wait_WhoseSlotFreedBetweenItsLookAndItsPlaceInLine_IsTrue()
    {
        Task<bool> wait = _ring.WaitInLineAsync(Wait, _clock, CancellationToken.None).AsTask();

        (await wait.WaitAsync(Patience)).ShouldBeTrue();
    }

    [Fact]
    public async Task Waiters_AreWokenInTheOrderTheyCameOneForEachSlot()
    {
        Fill();
        Task<bool>[] waits = [.. Enumerable.Range(0, 3).Select(_ => WaitAsync().AsTask())];

        _ring.TryTake(out _);
        (await waits[0].WaitAsync(Patience)).ShouldBeTrue();
        waits[1].IsCompleted.ShouldBeFalse();

        _ring.TryTake(out _);
        (await waits[1].WaitAsync(Patience)).ShouldBeTrue();
        waits[2].IsCompleted.ShouldBeFalse();

        _ring.TryAcquireCredit();
        _ring.ReleaseCredit();
        (await waits[2].WaitAsync(Patience)).ShouldBeTrue();
    }

    [Fact]
    public async Task Wait_PastItsTimeout_IsFalseAndLeavesTheLine()
    {
        Fill();
        Task<bool> first = WaitAsync().AsTask();
        _clock.Advance(Wait / 2);
        Task<bool> second = WaitAsync().AsTask();

        _clock.Advance(Wait / 2);
        (await first.WaitAsync(Patience)).ShouldBeFalse();
        second.IsCompleted.ShouldBeFalse();
        _ring.TryTake(out _);

        (await second.WaitAsync(Patience)).ShouldBeTrue("the slot's wake-up is not spent on a waiter that has gone");
        _clock.ArmedTimers.ShouldBe(0);
    }

    [Fact]
    public async Task Wait_WhenCancelled_ThrowsAndLeavesTheLine()
    {
        Fill();
        using var cancel = new CancellationTokenSource();
        Task<bool> first = _ring.WaitForCreditAsync(Wait, _clock, cancel.Token).AsTask();
        Task<bool> second = WaitAsync().AsTask();

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first.WaitAsync(Patience));
        _ring.TryTake(out _);

        (await second.WaitAsync(Patience)).ShouldBeTrue();
        _clock.ArmedTimers.ShouldBe(0);
    }

    [Fact]
    public async Task Wait_AlreadyCancelled_ThrowsEvenWithACreditFree()
    {
        Task<bool> wait = _ring.WaitForCreditAsync(Wait, _clock, new CancellationToken(canceled: true)).AsTask();

        await Should.ThrowAsync<OperationCanceledException>(() => wait);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-500)]
    public async Task Wait_WithNoTimeLeft_IsFalseAtOnce(int milliseconds)
    {
        Fill();

        ValueTask<bool> wait = _ring.WaitForCreditAsync(TimeSpan.FromMilliseconds(milliseconds), _clock, CancellationToken.None);

        wait.IsCompleted.ShouldBeTrue();
        (await wait).ShouldBeFalse();
    }

    [Fact]
    public async Task Wait_WithoutATimeout_ArmsNoTimerAndEndsWithASlot()
    {
        Fill();
        Task<bool> wait = _ring.WaitForCreditAsync(Timeout.InfiniteTimeSpan, _clock, CancellationToken.None).AsTask();
        _clock.ArmedTimers.ShouldBe(0);

        _ring.TryTake(out _);

        (await wait.WaitAsync(Patience)).ShouldBeTrue();
    }

    [Fact]
    public async Task Waking_NeverRunsTheWaiterOnTheTakingThread()
    {
        Fill();
        int taker = Environment.CurrentManagedThreadId;
        using var release = new ManualResetEventSlim();
        Task<int> woken = WaitThenTellThread();

        _ring.TryTake(out _);
        release.Set();

        int thread = await woken.WaitAsync(Patience);
        thread.ShouldNotBe(0);

        async Task<int> WaitThenTellThread()
        {
            await WaitAsync().ConfigureAwait(false);

            // Run inline, this would wait for the very thread it is on.
            if (Environment.CurrentManagedThreadId == taker && !release.IsSet)
            {
                return 0;
            }

            return Environment.CurrentManagedThreadId;
        }
    }

    private ValueTask<bool> WaitAsync() => _ring.WaitForCreditAsync(Wait, _clock, CancellationToken.None);

    private void Fill()
    {
        for (int i = 0; i < _ring.Capacity; i++)
        {
            _ring.TryAcquireCredit().ShouldBeTrue();
            _ring.Publish("x");
        }
    }
}
