namespace HotPath.Engine.Telemetry.Metrics;

/// <summary>Which attributes of the resource become labels of every line.</summary>
/// <param name="Included">Their names; empty for all.</param>
/// <param name="Excluded">Names left out all the same.</param>
public sealed record ResourceLabelFilter(IReadOnlyList<string> Included, IReadOnlyList<string> Excluded)
{
    /// <summary>True if the attribute of this name is one.</summary>
    public bool Takes(string name) => (Included.Count == 0 || Included.Contains(name)) && !Excluded.Contains(name);
}
