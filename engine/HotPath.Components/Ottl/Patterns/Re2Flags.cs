namespace HotPath.Components.Ottl.Patterns;

/// <summary>Flags as they are at a place of a pattern.</summary>
/// <param name="IsMultiline"><c>m</c>: ^ and $ also hold at lines' ends.</param>
/// <param name="IsDotAll"><c>s</c>: a dot also takes a line feed.</param>
/// <param name="IgnoresCase"><c>i</c>.</param>
internal readonly record struct Re2Flags(bool IsMultiline, bool IsDotAll, bool IgnoresCase);
