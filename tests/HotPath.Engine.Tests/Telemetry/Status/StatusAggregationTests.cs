using HotPath.Engine.Telemetry.Status;
using HotPath.Testing;

namespace HotPath.Engine.Tests.Telemetry.Status;

/// <summary>What several components are together, as the Collector has it.</summary>
public sealed class StatusAggregationTests
{
    private static readonly DateTimeOffset Start = FakeClock.DefaultStart;

    [Theory]
    [InlineData("Ok Ok", "Ok")]
    [InlineData("Stopped Stopped", "Stopped")]
    [InlineData("Ok Stopped", "Stopping")]
    [InlineData("Ok Starting PermanentError", "Starting")]
    [InlineData("Ok Stopping RecoverableError", "Stopping")]
    [InlineData("Starting FatalError Stopping", "FatalError")]
    [InlineData("Ok RecoverableError PermanentError", "PermanentError")]
    [InlineData("Ok None", "None")]
    public void Of_Statuses_IsTheMostTelling(string parts, string whole) =>
        StatusAggregation.Of(Events(parts), recoverableFirst: false).Status.ToString().ShouldBe(whole);

    [Fact]
    public void Of_BothErrors_CanBeWeighedTheOtherWay() =>
        StatusAggregation.Of(Events("PermanentError RecoverableError"), recoverableFirst: true).Status
            .ShouldBe(ComponentStatus.RecoverableError);

    [Fact]
    public void Of_AnError_HasTheTimeOfItsFirstOccurrence()
    {
        StatusEvent whole = StatusAggregation.Of(Events("Ok RecoverableError RecoverableError Ok"), recoverableFirst: false);

        whole.At.ShouldBe(Start.AddSeconds(1));
        whole.Error.ShouldBe("error 1");
    }

    [Fact]
    public void Of_AnythingElse_HasTheTimeOfTheLastChange()
    {
        StatusAggregation.Of(Events("Ok Ok Ok"), recoverableFirst: false).At.ShouldBe(Start.AddSeconds(2));
        StatusAggregation.Of(Events("Stopped Ok"), recoverableFirst: false).At.ShouldBe(Start.AddSeconds(1));
    }

    [Fact]
    public void Cell_SameStatusAgain_KeepsTheFirstTimeAndError()
    {
        var clock = new FakeClock();
        var cell = new StatusCell(clock);
        cell.Set(ComponentStatus.RecoverableError, "first");
        clock.Advance(TimeSpan.FromMinutes(1));
        cell.Set(ComponentStatus.RecoverableError, "second");

        cell.Now.ShouldBe(new StatusEvent(ComponentStatus.RecoverableError, Start, "first"));
        cell.Set(ComponentStatus.Ok);
        cell.Now.ShouldBe(new StatusEvent(ComponentStatus.Ok, Start.AddMinutes(1)));
    }

    [Fact]
    public void Names_Always_AreTheCollectors() => Enum.GetValues<ComponentStatus>().Select(ComponentStatusNames.Of).ShouldBe(
    [
        "StatusNone", "StatusStarting", "StatusOK", "StatusRecoverableError", "StatusPermanentError", "StatusFatalError", "StatusStopping",
        "StatusStopped",
    ]);

    /// <summary>One event a second.</summary>
    private static StatusEvent[] Events(string statuses) =>
    [
        .. statuses.Split(' ').Select(static (name, i) =>
            new StatusEvent(
                Enum.Parse<ComponentStatus>(name), Start.AddSeconds(i),
                name.EndsWith("Error", StringComparison.Ordinal) ? $"error {i}" : "")),
    ];
}
