namespace HotPath.Engine.Config.Gates;

/// <summary>How far a feature gate of the Collector is on its way.</summary>
public enum GateStage
{
    /// <summary>Off unless asked for.</summary>
    Alpha,

    /// <summary>On unless refused.</summary>
    Beta,

    /// <summary>On for good; about to lose its name.</summary>
    Stable,

    /// <summary>Off for good; about to lose its name.</summary>
    Deprecated,
}
