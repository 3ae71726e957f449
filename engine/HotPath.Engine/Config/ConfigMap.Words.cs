namespace HotPath.Engine.Config;

/// <content>The readers of words, lists of texts and maps of texts.</content>
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
        Fault(node, $"must be a list of texts, found {Found.In(node)}");
        return fallback;
    }

    /// <summary>A map of texts under keys of the user's own, in order; empty if not written or blank.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> TextMap(string key)
    {
        if (Scalar(key) is not { IsNull: false } node)
        {
            return [];
        }
        if (!node.IsMap)
        {
            Fault(node, $"must be a map of texts, found {Found.In(node)}");
        }
        var texts = new List<KeyValuePair<string, string>>();
        foreach ((string name, ConfigNode value) in node.Entries.Where(e => !e.Value.IsBroken))
        {
            if ((value.IsNull ? "" : TextOf(value, Found.In)) is { } text)
            {
                texts.Add(KeyValuePair.Create(name, text));
            }
        }
        return texts;
    }

    /// <summary>
    /// Names with secrets, such as headers: a map, or a list of <c>{name, value}</c>; in order, no name twice.
    /// Empty if not written or blank.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, Opaque>> Secrets(string key)
    {
        if (Scalar(key) is not { IsNull: false } node)
        {
            return [];
        }
        if (node.IsMap)
        {
            return [.. SecretEntries(new ConfigMap(node, Errors))];
        }
        if (!node.IsList)
        {
            Fault(node, $"must be a map, or a list of {{name: …, value: …}}, found {Found.Redacted(node)}");
        }
        var secrets = new List<KeyValuePair<string, Opaque>>();
        foreach (ConfigNode item in node.Items)
        {
            var pair = new ConfigMap(item, Errors);
            string name = pair.Text("name", "");
            Opaque value = pair.Secret("value");
            pair.Done();
            if (secrets.Exists(s => s.Key == name))
            {
                pair.Error("name", $"'{name}' stands in this list twice: keep one of them");
            }
            secrets.Add(KeyValuePair.Create(name, value));
        }
        return secrets;
    }

    private static IEnumerable<KeyValuePair<string, Opaque>> SecretEntries(ConfigMap map) =>
        map.Node.Entries.Select(e => KeyValuePair.Create(e.Key, map.Secret(e.Key)));

    private string Word(string key, string fallback, ReadOnlySpan<string> words, StringComparison comparison)
    {
        if (Scalar(key) is not { } node)
        {
            return fallback;
        }
        string text = node.Yaml.Written ?? node.Yaml.Text;
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
            : KeyAdvice.Nearest(text, words.ToArray()) is { } meant ? $"; did you mean '{meant}'?" : "";
        Fault(node, $"must be one of {Bounds.List(words)}, found {Found.In(node)}{near}");
        return fallback;
    }
}
