namespace HotPath.Engine.Plan;

/// <summary>How far a component may be relied on, in the Collector's words.</summary>
public enum ComponentStability
{
    /// <summary>Not to be used in production.</summary>
    Development,

    /// <summary>For limited use; its configuration may change.</summary>
    Alpha,

    /// <summary>Its configuration is settled.</summary>
    Beta,

    /// <summary>For general use.</summary>
    Stable,
}
