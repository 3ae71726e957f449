namespace HotPath.Engine.Config.Gates;

/// <summary>What HotPath does when a gate is set to something other than its default.</summary>
public enum GateEffect
{
    /// <summary>Nothing, since nothing here depends on it; a warning says so.</summary>
    None,

    /// <summary>What the Collector does.</summary>
    Honoured,

    /// <summary>It would change what HotPath does, and is not built: an error.</summary>
    Refused,
}
