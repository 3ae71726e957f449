using HotPath.Testing;

namespace HotPath.Core.Tests.Testing;

public sealed class FakeClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeClock _clock = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Advance_WithoutTimers_MovesWallClockAndTimestampAlike()
    {
        long before = _clock.GetTimestamp();

        _clock.Advance(TimeSpan.FromMilliseconds(1500));

        _clock.GetUtcNow().ShouldBe(FakeClock.DefaultStart.AddMilliseconds(1500));
        _clock.GetElapsedTime(before).ShouldBe(TimeSpan.FromMilliseconds(1500));
    }

    [Fact]
    public void Advance_PastSeveralTimers_FiresInDueOrderEachAtItsDueTime()
    {
        using ITimer late = Record("late", 3 * Second, Timeout.InfiniteTimeSpan);
        using ITimer early = Record("early", Second, Timeout.InfiniteTimeSpan);
        using ITimer second = Record("early, armed second", Second, Timeout.InfiniteTimeSpan);

        _clock.Advance(10 * Second);

        _fired.ShouldBe(["early at 1", "early, armed second at 1", "late at 3"]);
        _clock.GetUtcNow().ShouldBe(FakeClock.DefaultStart + (10 * Second));
    }

    [Fact]
    public void Advance_ShortOfDueTime_FiresNothing()
    {
        using ITimer timer = Record("a", Second, Timeout.InfiniteTimeSpan);

        _clock.Advance(Second - TimeSpan.FromTicks(1));

        _fired.ShouldBeEmpty();
        _clock.NextDue.ShouldBe(TimeSpan.FromTicks(1));
    }

    [Fact]
    public void PeriodicTimer_AdvancedOverSeveralPeriods_FiresOncePerPeriod()
    {
        using ITimer timer = Record("p", Second, 2 * Second);

        _clock.Advance(6 * Second);

        _fired.ShouldBe(["p at 1", "p at 3", "p at 5"]);
        _clock.ArmedTimers.ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void OneShotTimer_AfterFiring_IsNotArmed(int periodMilliseconds)
    {
        using ITimer timer = Record("once", Second, TimeSpan.FromMilliseconds(periodMilliseconds));

        _clock.Advance(5 * Second);

        _fired.ShouldBe(["once at 1"]);
        _clock.ArmedTimers.ShouldBe(0);
    }

    [Fact]
    public void Timer_DueAtOnce_FiresAtTheNextAdvance()
    {
        using ITimer timer = Record("now", TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        _fired.ShouldBeEmpty();

        _clock.Advance(TimeSpan.Zero);

        _fired.ShouldBe(["now at 0"]);
    }

    [Fact]
    public void Change_OnAnArmedTimer_ReplacesItsDueTime()
    {
        using ITimer timer = Record("a", Second, Timeout.InfiniteTimeSpan);

        timer.Change(5 * Second, Timeout.InfiniteTimeSpan).ShouldBeTrue();
        _clock.Advance(4 * Second);
        _fired.ShouldBeEmpty();
        _clock.Advance(Second);

        _fired.ShouldBe(["a at 5"]);
    }

    [Fact]
    public void Change_ToInfinite_StopsAndCanRearm()
    {
        using ITimer timer = Record("a", Second, Second);

        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _clock.Advance(3 * Second);
        _fired.ShouldBeEmpty();
        timer.Change(Second, Timeout.InfiniteTimeSpan);
        _clock.Advance(3 * Second);

        _fired.ShouldBe(["a at 4"]);
    }

    [Fact]
    public void Dispose_OfAnArmedTimer_DisarmsAndRefusesChange()
    {
        ITimer timer = Record("a", Second, Second);

        timer.Dispose();
        _clock.Advance(3 * Second);

        _fired.ShouldBeEmpty();
        _clock.ArmedTimers.ShouldBe(0);
        timer.Change(Second, Second).ShouldBeFalse();
        _clock.ArmedTimers.ShouldBe(0);
    }

    [Fact]
    public void Callback_ThatDisposesItself_DoesNotFireAgain()
    {
        ITimer? timer = null;
        timer = _clock.CreateTimer(
            _ =>
            {
                _fired.Add("fired");
                timer!.Dispose();
            },
            null,
            Second,
            Second);

        _clock.Advance(5 * Second);

        _fired.ShouldBe(["fired"]);
    }

    [Fact]
    public void Callback_ThatArmsAnother_FiresItInTheSameAdvance()
    {
        using ITimer inner = Record("inner", Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using ITimer outer = _clock.CreateTimer(
            _ => inner.Change(Second, Timeout.InfiniteTimeSpan), null, Second, Timeout.InfiniteTimeSpan);

        _clock.Advance(5 * Second);

        _fired.ShouldBe(["inner at 2"]);
    }

    [Fact]
    public async Task DisposeAsync_WhileTheCallbackRuns_CompletesAfterIt()
    {
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        ITimer timer = _clock.CreateTimer(
            _ =>
            {
                entered.Set();
                leave.Wait();
            },
            null,
            Second,
            Timeout.InfiniteTimeSpan);
        Task advancing = Task.Run(() => _clock.Advance(Second));
        entered.Wait();

        ValueTask disposed = timer.DisposeAsync();
        disposed.IsCompleted.ShouldBeFalse();
        leave.Set();

        await disposed;
        await advancing;
    }

    [Fact]
    public async Task TaskDelay_OnThisClock_CompletesWhenAdvanced()
    {
        Task delay = Task.Delay(2 * Second, _clock);
        await _clock.WhenArmedAsync();

        _clock.Advance(Second);
        delay.IsCompleted.ShouldBeFalse();
        _clock.Advance(Second);

        await delay.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task CancelAfter_OnThisClock_CancelsWhenAdvanced()
    {
        using var source = new CancellationTokenSource(Second, _clock);

        _clock.Advance(Second);

        await Should.ThrowAsync<OperationCanceledException>(() => Task.Delay(Timeout.Infinite, source.Token));
    }

    [Fact]
    public async Task WhenArmedAsync_CompletesOnlyAtThatCount()
    {
        Task two = _clock.WhenArmedAsync(2);
        using ITimer first = Record("a", Second, Second);
        two.IsCompleted.ShouldBeFalse();

        using ITimer second = Record("b", Second, Second);

        await two;
    }

    [Fact]
    public async Task WhenArmedAsync_WhenNothingIsArmed_FailsWithTheCounts()
    {
        TimeoutException error = await Should.ThrowAsync<TimeoutException>(() => _clock.WhenArmedAsync(3, TimeSpan.FromMilliseconds(1)));

        error.Message.ShouldContain("3 armed timers");
    }

    [Theory]
    [InlineData(-2, -1)]
    [InlineData(0, -2)]
    [InlineData(4294967295, -1)]
    public void CreateTimer_OutOfRange_ThrowsAsTheSystemDoes(long dueMilliseconds, long periodMilliseconds) =>
        Should.Throw<ArgumentOutOfRangeException>(
            () => Record("x", TimeSpan.FromMilliseconds(dueMilliseconds), TimeSpan.FromMilliseconds(periodMilliseconds)));

    private ITimer Record(string name, TimeSpan due, TimeSpan period) => _clock.CreateTimer(
        _ => _fired.Add($"{name} at {(_clock.GetUtcNow() - FakeClock.DefaultStart).TotalSeconds}"),
        null,
        due,
        period);
}
