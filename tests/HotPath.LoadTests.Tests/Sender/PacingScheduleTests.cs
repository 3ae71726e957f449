using HotPath.LoadTests.Sender;
using HotPath.Testing;

namespace HotPath.LoadTests.Tests.Sender;

public sealed class PacingScheduleTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void Requests_AtARate_AreDueEvenlyFromTheStart()
    {
        long start = _clock.GetTimestamp();
        var schedule = new PacingSchedule(perSecond: 1000, _clock);

        Due(schedule).ShouldBe([start]);
        schedule.UntilNext.ShouldBe(TimeSpan.FromMilliseconds(1));
        _clock.Advance(TimeSpan.FromMilliseconds(0.9));
        Due(schedule).ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromMilliseconds(0.1));
        Due(schedule).ShouldBe([start + TimeSpan.TicksPerMillisecond]);
    }

    [Fact]
    public void Requests_AfterAStall_AreAllDueWithTheTimesAtWhichTheyWereMeant()
    {
        long start = _clock.GetTimestamp();
        var schedule = new PacingSchedule(perSecond: 100, _clock);
        Due(schedule);

        _clock.Advance(TimeSpan.FromMilliseconds(50));

        schedule.UntilNext.ShouldBe(TimeSpan.Zero);
        Due(schedule).ShouldBe(Enumerable.Range(1, 5).Select(i => start + (i * 10 * TimeSpan.TicksPerMillisecond)));
    }

    [Fact]
    public void Rate_ThatNoTickDivides_DoesNotDrift()
    {
        var schedule = new PacingSchedule(perSecond: 3333.3, _clock);
        int sent = 0;
        for (int second = 0; second < 100; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            sent += Due(schedule).Count;
        }

        sent.ShouldBeInRange(333_330, 333_331);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Rate_NotAboveZero_IsRefused(double rate) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new PacingSchedule(rate, _clock));

    private static List<long> Due(PacingSchedule schedule)
    {
        var due = new List<long>();
        while (schedule.TryTake(out long intended))
        {
            due.Add(intended);
        }

        return due;
    }
}
