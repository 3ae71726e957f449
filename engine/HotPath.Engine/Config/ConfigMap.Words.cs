namespace HotPath.Engine.Config;

/// <content>The readers of words and of lists of texts.</content>
public sealed partial class ConfigMap
{
    /// <summary>One of some words; an unknown one is an error that lists them.</summary>
    public string OneOf(string key, string fallback, params ReadOnlySpan<string> words) =>
        Word(key, fallback, words, StringComparison.Ordinal);

    /// <summary>One of some words, in upper or lower case; returns it as it stands in the list.</summary>
    public string OneOfAnyCase(string key, string fallback, params ReadOnlySpan<string> words) =>
        Word(key, fallback, words, StringComparison.OrdinalIgnoreCase);

    /// <summary>A list of texts. One text is split at its commas, as the Collector does. The fallback if not written or blank.</summary>
    public IReadOnlyList<string> Texts(string key, params IReadOnlyList<string> fallback)
    {
        if (Scalar(key) is not { IsNull: false } node)
        {
            return fallback;
        }
        if (node.IsList)
        {
            return [.. node.Items.Where(i => !i.IsBroken).Select(i => i.IsNull ? "" : TextOf(i, Found.In)).OfType<string>()];
        }
        if (node.Scalar == ScalarKind.Text)
        {
            return node.Yaml.Text.Length == 0 ? [] : node.Yaml.Text.Split(',');
        }
        Fault(node, $"must be a list of texts, found {Found.Instead(node)}");
        return fallback;
    }

    private string Word(string key, string fallback, ReadOnlySpan<string> words, StringComparison comparison)
    {
        if (Scalar(key) is not { } node)
        {
            return fallback;
        }
        string? text = node.Yaml.Written ?? (node.Scalar == ScalarKind.None ? null : node.Yaml.Text);
        string? match = null;
        foreach (string word in words)
        {
            match ??= string.Equals(word, text, comparison) ? word : null;
        }
        if (match is not null && (node.Scalar is ScalarKind.Text or ScalarKind.Null || node.Yaml.Written is not null))
        {
            return node.IsNull ? Blank(node, match, fallback, $"'{fallback}'") : match;
        }
        string near = match is not null ? ": put it in quotes"
            : text is not null && KeyAdvice.Nearest(text, words.ToArray()) is { } meant ? $"; did you mean '{meant}'?" : "";
        Fault(node, $"must be one of {Bounds.List(words)}, found {Found.In(node)}{near}");
        return fallback;
    }
}
