namespace HotPath.Engine.Config;

/// <summary>Where a value stands: what an error names.</summary>
/// <param name="Source">The file's name as it was given, or <c>--set KEY</c>, <c>env:NAME</c>, <c>yaml:…</c>, <c>(default)</c>.</param>
/// <param name="Line">Line, from 1; 0 when the source has no lines.</param>
/// <param name="Column">Column, from 1.</param>
public readonly record struct ConfigPosition(string Source, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? Source : $"{Source}:{Line}:{Column}";
}
