namespace HotPath.Engine.Config;

/// <summary>Finds what the author of an unknown key probably meant.</summary>
public static class KeyAdvice
{
    /// <summary>The rest of an "unknown key" message.</summary>
    /// <param name="key">The unknown key.</param>
    /// <param name="known">The keys this section reads, in the order it reads them.</param>
    /// <param name="notBuilt">Those of them that are refused anyway.</param>
    /// <param name="sections">The sections below this one with the keys they read.</param>
    public static string For(
        string key,
        IReadOnlyList<string> known,
        IReadOnlySet<string> notBuilt,
        IEnumerable<KeyValuePair<string, IReadOnlyCollection<string>>> sections)
    {
        if (Nearest(key, known) is { } near)
        {
            bool onlyCase = string.Equals(near, key, StringComparison.OrdinalIgnoreCase);
            return $"; did you mean '{near}'?{(onlyCase ? " (keys are case-sensitive)" : "")}";
        }
        foreach ((string section, IReadOnlyCollection<string> keys) in sections)
        {
            if (keys.Contains(key))
            {
                return $"; it belongs under '{section}': indent it below that key";
            }
        }
        string[] valid = [.. known.Where(k => !notBuilt.Contains(k))];
        return valid.Length == 0 ? "; this section takes no keys" : $"; valid here: {string.Join(", ", valid)}";
    }

    /// <summary>The one of some words that is near enough to be what was meant; null if none is.</summary>
    public static string? Nearest(string word, IEnumerable<string> words)
    {
        string? best = null;
        int least = word.Length switch { <= 2 => 1, <= 5 => 2, <= 11 => 3, _ => 4 };
        foreach (string candidate in words)
        {
            int distance = Plain(word) == Plain(candidate) ? 0 : EditDistance.Between(word, candidate);
            // A word that shares nothing but its length with another is not near it.
            if (distance < least && distance * 2 <= candidate.Length)
            {
                (best, least) = (candidate, distance);
            }
        }
        return best ?? WholePart(word, words);
    }

    // 'max_size' for 'send_batch_max_size': a part at an underscore, if only one candidate has it.
    private static string? WholePart(string word, IEnumerable<string> words)
    {
        string[] longer = [.. words.Where(w => word.Length > 3 && $"_{w}_".Contains($"_{word}_", StringComparison.OrdinalIgnoreCase))];
        return longer.Length == 1 ? longer[0] : null;
    }

    private static string Plain(string word) =>
        word.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
}
