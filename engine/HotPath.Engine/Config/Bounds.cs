using System.Globalization;

namespace HotPath.Engine.Config;

/// <summary>Says what is allowed, in words.</summary>
internal static class Bounds
{
    /// <summary><c>from 1 to 100</c>, <c>at least 1</c> or <c>at most 100</c>.</summary>
    public static string Words<T>(T min, T max, T lowest, T highest)
        where T : struct, IComparable<T>, IFormattable
    {
        string low = min.ToString(null, CultureInfo.InvariantCulture);
        string high = max.ToString(null, CultureInfo.InvariantCulture);
        return (min.CompareTo(lowest) > 0, max.CompareTo(highest) < 0) switch
        {
            (true, false) => $"at least {low}",
            (false, true) => $"at most {high}",
            _ => $"from {low} to {high}",
        };
    }

    /// <summary>Words as a list: <c>gzip, none or ''</c>.</summary>
    public static string List(ReadOnlySpan<string> words)
    {
        string[] shown = [.. words.ToArray().Select(w => w.Length == 0 ? "''" : w)];
        return shown.Length < 2 ? string.Concat(shown) : $"{string.Join(", ", shown[..^1])} or {shown[^1]}";
    }
}
