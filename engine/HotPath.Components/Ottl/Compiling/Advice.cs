using System.Text;
using HotPath.Engine.Config;

namespace HotPath.Components.Ottl.Compiling;

/// <summary>Messages that name what was probably meant.</summary>
internal static class Advice
{
    // Nobody means a name by a word longer than this, and comparing costs its length.
    private const int LongestWord = 80;

    /// <summary>A problem with, if one of the names is near, what was meant; else with <paramref name="otherwise"/>.</summary>
    public static string Of(string problem, string written, IEnumerable<string> names, string otherwise = "")
    {
        string? nearest = written.Length > LongestWord ? null : KeyAdvice.Nearest(written, names);
        return nearest is null ? problem + otherwise : $"{problem}; did you mean {nearest}?";
    }

    /// <summary>A name as the Collector looks for it: words joined, each beginning with a capital.</summary>
    public static string InCamelCase(string name)
    {
        var joined = new StringBuilder(name.Length);
        bool isFirst = true;
        foreach (char c in name)
        {
            if (c == '_')
            {
                isFirst = true;
                continue;
            }

            joined.Append(isFirst ? char.ToUpperInvariant(c) : c);
            isFirst = char.IsAsciiDigit(c);
        }

        return joined.ToString();
    }
}
