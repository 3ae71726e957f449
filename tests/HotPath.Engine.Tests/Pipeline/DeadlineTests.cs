using HotPath.Engine.Pipeline;
using HotPath.Testing;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Pipeline;

public sealed class DeadlineTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeClock _clock = new();

    [Fact]
    public void Deadline_PassesWhenItsTimeIsOver()
    {
        _clock.Advance(Second);
        Deadline deadline = Deadline.After(_clock, 3 * Second).ShouldNotBeNull();

        _clock.Advance((3 * Second) - TimeSpan.FromTicks(1));
        deadline.IsPast(_clock).ShouldBeFalse();
        deadline.Left(_clock).ShouldBe(TimeSpan.FromTicks(1));

        _clock.Advance(TimeSpan.FromTicks(1));
        deadline.IsPast(_clock).ShouldBeTrue();
        _clock.Advance(Second);
        deadline.Left(_clock).ShouldBe(-Second);
    }

    [Fact]
    public void Deadline_OfNoTime_IsPastAtOnce() => Deadline.After(_clock, TimeSpan.Zero)!.Value.IsPast(_clock).ShouldBeTrue();

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public void WallClock_Jumps_TheDeadlineStays(int days)
    {
        Deadline deadline = Deadline.After(_clock, 3 * Second).ShouldNotBeNull();

        _clock.JumpWall(TimeSpan.FromDays(days));

        deadline.Left(_clock).ShouldBe(3 * Second);
        deadline.IsPast(_clock).ShouldBeFalse();
        _clock.Advance(3 * Second);
        deadline.IsPast(_clock).ShouldBeTrue();
    }

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public async Task WallClock_JumpsBeforeTheEngineWaits_TheSenderWaitsAsLongAsItWanted(int days)
    {
        await using PathRig rig = PathRig.Traces(
            "", "", "test: {sending_queue: {wait_for_result: true}, retry_on_failure: {enabled: false}, timeout: 0s}", "test");
        rig.Exporter("test").Hang();
        Deadline? deadline = Deadline.After(rig.Clock, 2 * Second);
        rig.Clock.JumpWall(TimeSpan.FromDays(days));
        Task<Outcome> answer = rig.DeliverAsync(SampleRequests.Traces(5, seed: 1), deadline: deadline);

        rig.Clock.Advance(Second);
        answer.IsCompleted.ShouldBeFalse();
        rig.Clock.Advance(Second);

        (await answer).ShouldBe(Outcome.DeadlineExceeded);
        rig.Exporter("test").Release();
    }

    /// <summary>grpc-timeout goes up to 99,999,999 hours, and timestamps count nanoseconds.</summary>
    [Fact]
    public void After_PastTheEndOfTime_IsNone()
    {
        Deadline.After(TimeProvider.System, TimeSpan.FromHours(99_999_999)).ShouldBeNull();
        Deadline.After(TimeProvider.System, TimeSpan.MaxValue).ShouldBeNull();
        Deadline.After(_clock, Timeout.InfiniteTimeSpan).ShouldBeNull();
        Deadline.After(TimeProvider.System, TimeSpan.FromDays(365)).ShouldNotBeNull().IsPast(TimeProvider.System).ShouldBeFalse();
    }
}
