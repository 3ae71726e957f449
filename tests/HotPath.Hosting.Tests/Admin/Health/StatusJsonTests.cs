using HotPath.Components.Extensions.HealthCheck;
using HotPath.Engine.Telemetry.Status;
using HotPath.Hosting.Admin.Health;
using HotPath.Testing;

namespace HotPath.Hosting.Tests.Admin.Health;

/// <summary>The bodies of the Collector's second version.</summary>
public sealed class StatusJsonTests
{
    private static readonly DateTimeOffset Start = FakeClock.DefaultStart;
    private static readonly HealthJudge Judge = new(ComponentHealthPlan.None, new FakeClock());

    private static StatusNode Tree
    {
        get
        {
            StatusNode exporter =
                StatusNode.Of(new StatusEvent(ComponentStatus.RecoverableError, Start.AddSeconds(2.5), "it is \"down\" <b>")) with
                {
                    Attributes = [KeyValuePair.Create<string, object>("queue_size", 3L)],
                };
            var receiver = StatusNode.Of(new StatusEvent(ComponentStatus.Ok, Start));
            var pipeline = StatusNode.Of(
                [KeyValuePair.Create("receiver:otlp", receiver), KeyValuePair.Create("exporter:otlp", exporter)], recoverableFirst: false);
            return StatusNode.Of([KeyValuePair.Create("pipeline:traces", pipeline)], recoverableFirst: false);
        }
    }

    [Fact]
    public void Write_Concise_IsTheWholeOnly() =>
        new StatusJson(Judge, isVerbose: false, withAttributes: false).Write(Tree, Start).ShouldBe(
        """
        {"start_time":"2026-01-01T00:00:00Z","healthy":true,"status":"StatusRecoverableError","error":"it is \"down\" <b>",
        """
        + "\"status_time\":\"2026-01-01T00:00:02.5Z\"}");

    [Fact]
    public void Write_Verbose_HasEveryComponentSorted()
    {
        string json = new StatusJson(Judge, isVerbose: true, withAttributes: false).Write(Tree, Start);

        json.ShouldContain(
            """
            "components":{"exporter:otlp":{"healthy":true,"status":"StatusRecoverableError","error":"it is \"down\" <b>",
            """
            + "\"status_time\":\"2026-01-01T00:00:02.5Z\"},\"receiver:otlp\":{\"healthy\":true,\"status\":\"StatusOK\",");
        json.ShouldNotContain("attributes");
    }

    [Fact]
    public void Write_WithAttributes_TellsThem() =>
        new StatusJson(Judge, isVerbose: true, withAttributes: true).Write(Tree, Start).ShouldContain("\"attributes\":{\"queue_size\":3}");
}
