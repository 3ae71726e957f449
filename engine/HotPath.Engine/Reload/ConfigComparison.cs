using HotPath.Engine.Config;
using HotPath.Engine.Config.Print;

namespace HotPath.Engine.Reload;

/// <summary>
/// Compares two sections value by value. The order of a map's keys means nothing, that of a list's elements does. What is shown hides what
/// <c>print-config</c> hides.
/// </summary>
/// <param name="secrets">The paths that components have read as secrets, of either configuration.</param>
internal sealed class ConfigComparison(IReadOnlySet<string> secrets)
{
    private const int MostShown = 60;

    private readonly ConfigText _text = new(secrets);

    /// <summary>Everything that differs; empty if nothing does.</summary>
    /// <param name="before">A section, or null if there was none.</param>
    /// <param name="after">The same section later.</param>
    public IReadOnlyList<ValueChange> Compare(ConfigNode? before, ConfigNode? after)
    {
        var changes = new List<ValueChange>();
        Compare(before, after, "", changes);
        return changes;
    }

    private void Compare(ConfigNode? before, ConfigNode? after, string path, List<ValueChange> changes)
    {
        if (AreMaps(before, after))
        {
            foreach (string key in Entries(before).Concat(Entries(after)).Select(static entry => entry.Key).Distinct())
            {
                Compare(before?[key], after?[key], ConfigNode.Join(path, key), changes);
            }
        }
        else if (before is { IsList: true } && after is { IsList: true } && before.Items.Count == after.Items.Count)
        {
            for (int i = 0; i < before.Items.Count; i++)
            {
                Compare(before.Items[i], after.Items[i], $"{path}[{i}]", changes);
            }
        }
        else if (!IsSame(before, after))
        {
            changes.Add(new ValueChange(path, Show(before, after, path)));
        }
    }

    /// <summary>A map that was not there is one without keys, as long as the other has some to show.</summary>
    private static bool AreMaps(ConfigNode? before, ConfigNode? after) => (before, after) switch
    {
        ({ IsMap: true }, { IsMap: true }) => true,
        (null, { IsMap: true, Entries.Count: > 0 }) or ({ IsMap: true, Entries.Count: > 0 }, null) => true,
        _ => false,
    };

    private static IReadOnlyList<KeyValuePair<string, ConfigNode>> Entries(ConfigNode? map) => map?.Entries ?? [];

    private static bool IsSame(ConfigNode? before, ConfigNode? after) => before is null || after is null
        ? before is null && after is null
        : before.IsMap == after.IsMap && before.IsList == after.IsList && !before.IsMap && !before.IsList
            && before.Scalar == after.Scalar && before.Text == after.Text;

    private string Show(ConfigNode? before, ConfigNode? after, string path)
    {
        if (before is { IsMap: true } or { IsList: true } || after is { IsMap: true } or { IsList: true })
        {
            string what = before is null ? "added" : after is null ? "removed" : "changed";
            return $"{path} {what}".TrimStart();
        }

        (string old, string @new) = (Show(before), Show(after));
        return old == @new ? $"{path} changed" : $"{path} {old} → {@new}".TrimStart();
    }

    private string Show(ConfigNode? value)
    {
        if (value is null or { IsNull: true })
        {
            return "unset";
        }

        string text = _text.Of(value, out _).ReplaceLineEndings(" ");
        return text.Length <= MostShown ? text : text[..MostShown] + "…";
    }
}
