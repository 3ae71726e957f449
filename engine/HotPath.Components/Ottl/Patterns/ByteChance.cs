namespace HotPath.Components.Ottl.Patterns;

/// <summary>
/// How often bytes are met in attribute values (paths, host names, agents, ids), roughly: it decides what a pattern is looked for by, never
/// what it finds.
/// </summary>
internal static class ByteChance
{
    /// <summary>How likely a byte of a text is in a set, between 0 and 1.</summary>
    public static double Of(ByteSet set) => Math.Min(1, set.ToArray().Sum(Of));

    private static double Of(byte value) => (char)value switch
    {
        >= '0' and <= '9' => 0.025,
        'e' or 'a' or 's' or 't' or 'o' or 'r' or 'i' or 'c' => 0.04,
        >= 'a' and <= 'z' => 0.015,
        >= 'A' and <= 'Z' => 0.004,
        ' ' or '/' or '-' or '.' => 0.03,
        '_' or ':' => 0.01,
        > ' ' and <= '~' => 0.001,
        _ => 0.0005,
    };
}
