using HotPath.Engine.Queue;
using HotPath.Testing;

namespace HotPath.Engine.Tests.Queue;

/// <summary>An attempt's token, reused without ever cancelling the wrong attempt.</summary>
public sealed class AttemptTimerTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly FakeClock _clock = new();
    private readonly AttemptTimer _timer;

    public AttemptTimerTests() => _timer = new AttemptTimer(_clock);

    public void Dispose() => _timer.Dispose();

    [Fact]
    public void Start_LimitPasses_CancelsAndSaysWhy()
    {
        CancellationToken token = _timer.Start(Limit, CancellationToken.None);
        _clock.Advance(Limit - TimeSpan.FromTicks(1));
        token.IsCancellationRequested.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromTicks(1));
        token.IsCancellationRequested.ShouldBeTrue();
        _timer.TimedOut.ShouldBeTrue();
        _timer.Stop();
    }

    [Fact]
    public void Stop_BeforeTheLimit_LeavesTheNextAttemptItsWholeTime()
    {
        CancellationToken first = _timer.Start(Limit, CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(4));
        _timer.Stop();
        CancellationToken second = _timer.Start(Limit, CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(4));
        second.IsCancellationRequested.ShouldBeFalse();
        second.ShouldBe(first, "a source that was not cancelled is used again");
        _timer.Stop();
    }

    [Fact]
    public void Start_AfterATimeout_IsNotCancelledByIt()
    {
        _timer.Start(Limit, CancellationToken.None);
        _clock.Advance(Limit);
        _timer.Stop();
        CancellationToken second = _timer.Start(Limit, CancellationToken.None);
        second.IsCancellationRequested.ShouldBeFalse();
        _timer.TimedOut.ShouldBeFalse();
        _timer.Stop();
    }

    [Fact]
    public void Start_OuterTokenCancelled_CancelsWithoutBeingATimeout()
    {
        using var outer = new CancellationTokenSource();
        CancellationToken token = _timer.Start(Limit, outer.Token);
        outer.Cancel();
        token.IsCancellationRequested.ShouldBeTrue();
        _timer.TimedOut.ShouldBeFalse();
        _timer.Stop();
    }

    [Fact]
    public void Stop_OuterTokenCancelledAfterwards_DoesNotTouchTheNextAttempt()
    {
        using var outer = new CancellationTokenSource();
        _timer.Start(Limit, outer.Token);
        _timer.Stop();
        CancellationToken second = _timer.Start(Limit, CancellationToken.None);
        outer.Cancel();
        second.IsCancellationRequested.ShouldBeFalse();
        _timer.Stop();
    }

    [Fact]
    public void Start_LimitBeyondWhatATimerCanWait_IsCutToIt()
    {
        CancellationToken token = _timer.Start(TimeSpan.FromDays(100_000), CancellationToken.None);
        token.IsCancellationRequested.ShouldBeFalse();
        _clock.NextDue.ShouldBe(AttemptTimer.LongestWait);
        _timer.Stop();
    }
}
