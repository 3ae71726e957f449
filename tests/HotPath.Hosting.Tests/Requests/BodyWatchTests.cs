using HotPath.Engine.Pipeline;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Requests;
using HotPath.Testing;

namespace HotPath.Hosting.Tests.Requests;

public sealed class BodyWatchTests : IDisposable
{
    private static readonly HostLimits Limits = new() { MinBodyBytesPerSecond = 1000, BodyRateWindow = TimeSpan.FromSeconds(10) };

    private readonly FakeClock _clock = new();
    private readonly BodyWatch _watch;

    public BodyWatchTests() => _watch = new BodyWatch(Limits, _clock);

    public void Dispose() => _watch.Dispose();

    [Fact]
    public void Body_ThatKeepsTheRateInEachWindow_IsLeftAlone()
    {
        TestBody body = Enter();

        for (int window = 0; window < 5; window++)
        {
            body.Receive(10_000);
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        body.Reason.ShouldBeNull();
    }

    [Fact]
    public void Body_OneByteUnderTheRateOfAWindow_IsGivenUp()
    {
        TestBody body = Enter();
        body.Receive(9_999);

        _clock.Advance(TimeSpan.FromSeconds(10));

        body.Reason.ShouldBe("too_slow");
    }

    [Fact]
    public void Body_ThatBroughtMuchEarlier_GetsNoCreditForIt()
    {
        TestBody body = Enter();
        body.Receive(50_000_000);
        _clock.Advance(TimeSpan.FromSeconds(10));
        body.Reason.ShouldBeNull();

        _clock.Advance(TimeSpan.FromSeconds(10));

        body.Reason.ShouldBe("too_slow");
    }

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public void Body_ThatStallsWhileTheWallClockJumps_IsGivenUpAllTheSame(int days)
    {
        TestBody body = Enter(deadline: Deadline.After(_clock, TimeSpan.FromSeconds(20)));

        _clock.JumpWall(TimeSpan.FromDays(days));
        _clock.Advance(TimeSpan.FromSeconds(9));
        body.Reason.ShouldBeNull();
        _clock.Advance(TimeSpan.FromSeconds(1));

        body.Reason.ShouldBe("too_slow");
    }

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public void Body_WithoutADeadline_IsNotTouchedByAJumpOfTheWallClock(int days)
    {
        TestBody body = Enter();

        _clock.JumpWall(TimeSpan.FromDays(days));
        body.Receive(10_000);
        _clock.Advance(TimeSpan.FromSeconds(10));

        body.Reason.ShouldBeNull();
    }

    [Fact]
    public void Body_PastItsDeadline_IsGivenUpForThat()
    {
        TestBody body = Enter(deadline: Deadline.After(_clock, TimeSpan.FromSeconds(2)));

        _clock.Advance(TimeSpan.FromSeconds(1));
        body.Reason.ShouldBeNull();
        _clock.Advance(TimeSpan.FromSeconds(1));

        body.Reason.ShouldBe("deadline");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Body_ThatLeft_IsLeftAloneAndTheOthersAreNot(int leaving)
    {
        TestBody[] bodies = [Enter(), Enter(), Enter()];
        _watch.Leave(bodies[leaving]);

        _clock.Advance(TimeSpan.FromSeconds(10));

        bodies.Select(body => body.Reason is null).ShouldBe([leaving == 0, leaving == 1, leaving == 2]);
    }

    [Fact]
    public void Watch_WithoutBodies_UsesNoTimer()
    {
        TestBody body = Enter();
        _clock.ArmedTimers.ShouldBe(1);
        _watch.Leave(body);

        _clock.Advance(TimeSpan.FromSeconds(1));
        _clock.ArmedTimers.ShouldBe(0);

        Enter();
        _clock.ArmedTimers.ShouldBe(1);
    }

    private TestBody Enter(Deadline? deadline = null)
    {
        var body = new TestBody(deadline);
        _watch.Enter(body);
        return body;
    }

    private sealed class TestBody : WatchedBody
    {
        public TestBody(Deadline? deadline) => Deadline = deadline;

        public string? Reason => GivenUp;

        public void Receive(long bytes) => ReceivedBytes += bytes;

        protected override void Wake()
        {
            // The test looks by itself.
        }
    }
}
