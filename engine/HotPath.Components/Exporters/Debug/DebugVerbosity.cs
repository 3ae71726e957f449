namespace HotPath.Components.Exporters.Debug;

/// <summary>How much the exporter writes of each batch.</summary>
public enum DebugVerbosity : byte
{
    /// <summary>One line with the counts.</summary>
    Basic,

    /// <summary>The counts, and about a line for each item.</summary>
    Normal,

    /// <summary>The counts, and every field.</summary>
    Detailed,
}
