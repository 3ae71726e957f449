namespace HotPath.Engine.Config.Gates;

/// <summary>A feature gate of the Collector.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Stage">Its stage in the Collector's version that HotPath follows.</param>
/// <param name="FromVersion">The Collector's version that brought it.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Effect">What HotPath does with it.</param>
/// <param name="Note">Why, and what to do instead; a clause that a colon can stand before.</param>
public sealed record FeatureGate(string Id, GateStage Stage, string FromVersion, string Description, GateEffect Effect, string Note)
{
    /// <summary>True if it is on when nobody says otherwise.</summary>
    public bool IsOnByDefault => Stage is GateStage.Beta or GateStage.Stable;

    /// <summary>The Collector's version at which it goes; empty unless the stage is stable or deprecated.</summary>
    public string ToVersion { get; init; } = "";
}
