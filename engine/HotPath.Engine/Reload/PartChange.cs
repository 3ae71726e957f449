using HotPath.Engine.Config;

namespace HotPath.Engine.Reload;

/// <summary>What a reload means for one part.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Change">Whether it stays.</param>
/// <param name="Values">What differs, if it is <see cref="ChangeKind.Changed"/>.</param>
public sealed record PartChange(PartKind Kind, ComponentId Id, ChangeKind Change, IReadOnlyList<ValueChange> Values)
{
    /// <summary>Differences that one part shows; of more, their number is told.</summary>
    public const int MostShown = 5;

    /// <inheritdoc/>
    public override string ToString()
    {
        string what = Kind == PartKind.Telemetry ? "telemetry" : $"{Kind.ToString().ToLowerInvariant()} {Id}";
        string values = string.Join(", ", Values.Take(MostShown).Select(static value => value.Shown));
        string more = Values.Count > MostShown ? $", and {Values.Count - MostShown} more" : "";
        return Values.Count == 0 ? what : $"{what} ({values}{more})";
    }
}
