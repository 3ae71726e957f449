using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Status;

namespace HotPath.Hosting.Admin.Health;

/// <summary>Whether the gateway would take telemetry now.</summary>
/// <param name="IsReady">True if at least one way in is open, of those that are used once any is.</param>
/// <param name="Reasons">Why it is not; while it is, why some of its ways in are closed.</param>
internal sealed record Readiness(bool IsReady, IReadOnlyList<string> Reasons)
{
    /// <summary>Asks every receiver's servers, gates and queues.</summary>
    public static Readiness Of(GatewayFacts facts)
    {
        ComponentStatus phase = facts.Phase.Status;
        if (phase != ComponentStatus.Ok || facts.Now is not { } now)
        {
            return new Readiness(false, [phase == ComponentStatus.Stopping ? "the gateway is stopping" : "the gateway is starting"]);
        }

        List<string> reasons =
        [
            .. now.Receivers.Where(static r => !r.Host.IsListening)
                .Select(static r => $"receiver {r.Receiver} does not listen for {r.Host.Protocol}: {r.Host.Status.Error}"),
        ];
        if (now.Receivers.All(static r => !r.Host.IsListening))
        {
            return new Readiness(false, reasons);
        }

        IReadOnlyList<IntakeReadiness> intakes = now.Path.Readiness;
        reasons.AddRange(intakes.Where(static i => i.WhyNot is not null)
            .Select(static i => $"receiver {i.Receiver}, {SignalNames.Of(i.Signal)}: {i.WhyNot}").Distinct());
        bool anyIsUsed = intakes.Any(static i => i.IsUsed);
        return new Readiness(intakes.Any(i => i.WhyNot is null && i.IsUsed == anyIsUsed), reasons);
    }
}
