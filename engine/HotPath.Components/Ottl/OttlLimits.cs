namespace HotPath.Components.Ottl;

/// <summary>How large a statement may be, so that none can take the gateway's stack or its start.</summary>
internal static class OttlLimits
{
    /// <summary>The longest statement, in characters.</summary>
    public const int LongestStatement = 64 * 1024;

    /// <summary>How deep parentheses, lists, maps, calls and negations may nest.</summary>
    public const int DeepestNesting = 64;

    /// <summary>How far an index may lie behind a list's end when a path makes the list: <c>set(attributes["l"][5], …)</c>.</summary>
    public const int LongestMadeList = 10_000;
}
