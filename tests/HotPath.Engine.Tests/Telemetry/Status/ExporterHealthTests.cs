using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry.Status;
using HotPath.Testing;

namespace HotPath.Engine.Tests.Telemetry.Status;

public sealed class ExporterHealthTests
{
    private readonly FakeClock _clock = new();
    private readonly ExporterHealth _health;

    public ExporterHealthTests() => _health = new ExporterHealth(_clock);

    private ComponentStatus Status => _health.Now(heldItems: 1).Status;

    [Fact]
    public void Now_BeforeAnyAttempt_IsOk() => Status.ShouldBe(ComponentStatus.Ok);

    [Fact]
    public void Now_WhileAttemptsMayBeRetried_IsRecoverableSinceTheFirst()
    {
        End(SendStatus.Retryable, "unavailable");
        _clock.Advance(TimeSpan.FromSeconds(5));
        End(SendStatus.Retryable, "unavailable");

        _health.Now(1).ShouldBe(new StatusEvent(ComponentStatus.RecoverableError, FakeClock.DefaultStart, "it said unavailable"));
        End(SendStatus.Delivered, "");
        Status.ShouldBe(ComponentStatus.Ok);
    }

    [Fact]
    public void Now_RefusedForGood_IsPermanentUntilSomethingIsDelivered()
    {
        End(SendStatus.Permanent, "unauthenticated");

        Status.ShouldBe(ComponentStatus.PermanentError);
        End(SendStatus.Delivered, "");
        Status.ShouldBe(ComponentStatus.Ok);
    }

    [Theory]
    [InlineData("invalid_argument")]
    [InlineData("http_400")]
    [InlineData("http_413")]
    [InlineData("resource_exhausted")]
    public void Now_BatchesThatTheBackendCantTake_ArePermanentOnlyInARow(string reason)
    {
        End(SendStatus.Permanent, reason);
        End(SendStatus.Permanent, reason);
        Status.ShouldBe(ComponentStatus.Ok);
        End(SendStatus.Delivered, "");
        End(SendStatus.Permanent, reason);
        End(SendStatus.Permanent, reason);
        Status.ShouldBe(ComponentStatus.Ok);

        End(SendStatus.Permanent, reason);
        Status.ShouldBe(ComponentStatus.PermanentError);
    }

    [Fact]
    public void Now_NoAttemptEndsWhileItemsAreHeld_IsStuck()
    {
        _health.Begin();
        _clock.Advance(ExporterHealth.StuckAfter - TimeSpan.FromSeconds(1));
        Status.ShouldBe(ComponentStatus.Ok);
        _clock.Advance(TimeSpan.FromSeconds(1));

        StatusEvent stuck = _health.Now(heldItems: 7);
        stuck.Status.ShouldBe(ComponentStatus.RecoverableError);
        stuck.Error.ShouldBe("the queue is stuck: it holds 7 items, and no attempt has begun or ended for 1m0s");
        _health.Now(heldItems: 0).Status.ShouldBe(ComponentStatus.Ok);
        End(SendStatus.Delivered, "");
        Status.ShouldBe(ComponentStatus.Ok);
    }

    [Fact]
    public void Now_IdleForLong_IsNotStuckWhenAnAttemptBegins()
    {
        _clock.Advance(TimeSpan.FromHours(1));
        _health.Begin();

        Status.ShouldBe(ComponentStatus.Ok);
    }

    private void End(SendStatus status, string reason) =>
        _health.End(new SendResult(status, 0, TimeSpan.Zero, reason, $"it said {reason}"));
}
