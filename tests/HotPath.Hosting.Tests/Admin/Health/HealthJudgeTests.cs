using HotPath.Components.Extensions.HealthCheck;
using HotPath.Engine.Telemetry.Status;
using HotPath.Hosting.Admin.Health;
using HotPath.Testing;

namespace HotPath.Hosting.Tests.Admin.Health;

/// <summary>The Collector's codes of its second version.</summary>
public sealed class HealthJudgeTests
{
    private readonly FakeClock _clock = new();

    [Theory]
    [InlineData(ComponentStatus.None, 503)]
    [InlineData(ComponentStatus.Starting, 503)]
    [InlineData(ComponentStatus.Ok, 200)]
    [InlineData(ComponentStatus.RecoverableError, 200)]
    [InlineData(ComponentStatus.PermanentError, 200)]
    [InlineData(ComponentStatus.FatalError, 500)]
    [InlineData(ComponentStatus.Stopping, 503)]
    [InlineData(ComponentStatus.Stopped, 503)]
    public void HttpStatus_WithoutComponentHealth_IsTheCollectors(ComponentStatus status, int code) =>
        Judge(false, false).HttpStatus(Event(status)).ShouldBe(code);

    [Fact]
    public void HttpStatus_PermanentErrorsIncluded_Is500() =>
        Judge(true, false).HttpStatus(Event(ComponentStatus.PermanentError)).ShouldBe(500);

    [Fact]
    public void HttpStatus_RecoverableErrorsIncluded_Is500AfterTheRecoveryDuration()
    {
        HealthJudge judge = Judge(false, true);
        StatusEvent error = Event(ComponentStatus.RecoverableError);

        _clock.Advance(TimeSpan.FromSeconds(59));
        judge.HttpStatus(error).ShouldBe(200);
        judge.IsServing(error).ShouldBeTrue();
        _clock.Advance(TimeSpan.FromSeconds(1));
        judge.HttpStatus(error).ShouldBe(500);
        judge.IsServing(error).ShouldBeFalse();
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    [InlineData(false, true, true)]
    public void RecoverableFirst_OnlyWhereTheyAloneDecide(bool permanent, bool recoverable, bool first) =>
        Judge(permanent, recoverable).RecoverableFirst.ShouldBe(first);

    private HealthJudge Judge(bool permanent, bool recoverable) =>
        new(new ComponentHealthPlan(permanent, recoverable, TimeSpan.FromMinutes(1)), _clock);

    private StatusEvent Event(ComponentStatus status) => new(status, _clock.GetLocalNow());
}
