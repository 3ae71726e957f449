using System.Buffers;
using HotPath.Components.Ottl.Patterns;
using HotPath.Core.Index;
using HotPath.Engine.Config;

namespace HotPath.Components.Processors.Shared;

/// <summary>Reads a list of actions (collector-contrib, internal/coreinternal/attraction).</summary>
internal static class ActionsReader
{
    private static readonly SearchValues<char> PatternLetters = SearchValues.Create("*+^$[(|");
    private static readonly string[] Kinds = [.. Enum.GetNames<ActionKind>().Select(name => name.ToLowerInvariant())];

    /// <summary>Reads the list under a key, which must not be empty.</summary>
    public static IReadOnlyList<AttributeAction> Read(ConfigMap map, string key)
    {
        IReadOnlyList<ConfigNode> items = map.List(key);
        if (items.Count == 0)
        {
            map.Error(key, $"{key} must name at least one action, such as {{key: environment, value: production, action: upsert}}");
        }

        return [.. items.Select(item => ReadOne(new ConfigMap(item, map.Errors))).OfType<AttributeAction>()];
    }

    private static AttributeAction? ReadOne(ConfigMap map)
    {
        string key = map.Text("key", "");
        string word = map.OneOfAnyCase("action", "", Kinds);
        string pattern = map.Text("pattern", "");
        string from = map.Text("from_attribute", "");
        string target = map.Text("converted_type", "");
        ConstantValue? value = map.Child("value") is { } node ? ConfiguredValue.Of(node) : null;
        ConstantValue? fallback = map.Child("default_value") is { } other ? ConfiguredValue.Of(other) : null;
        string context = map.Text("from_context", "");
        map.Done();
        if (!Enum.TryParse(word, ignoreCase: true, out ActionKind kind) || word.Length == 0)
        {
            if (!map.Has("action"))
            {
                map.Error("action", $"an action must say what it does: action is one of {string.Join(", ", Kinds)}");
            }

            return null;
        }

        bool setsValue = kind is ActionKind.Insert or ActionKind.Update or ActionKind.Upsert;
        if (fallback is not null && !setsValue)
        {
            map.Warn("default_value", $"the action {word} does not use default_value; it has no effect");
        }

        // A value that is blank, such as an environment variable that is not set, gives way too.
        value ??= setsValue && from.Length + context.Length == 0 ? fallback : null;
        CheckUse(map, word, "value", value is not null, setsValue);
        CheckUse(map, word, "from_attribute", from.Length > 0, setsValue);
        CheckUse(map, word, "from_context", context.Length > 0, setsValue);
        CheckUse(map, word, "pattern", pattern.Length > 0, kind is ActionKind.Delete or ActionKind.Hash or ActionKind.Extract);
        CheckUse(map, word, "converted_type", target.Length > 0, kind == ActionKind.Convert);
        CheckNeeds(map, word, kind, key, pattern, [.. Sources(value is not null, from, context)]);
        Pattern? compiled = pattern.Length > 0 ? PatternReader.Read(map, "pattern", pattern) : null;
        return new AttributeAction(kind, new AttributeKey(key))
        {
            Value = value,
            Default = setsValue ? fallback : null,
            From = from.Length > 0 ? new AttributeKey(from) : null,
            Context = context.Length > 0 ? ReadContext(map, context) : null,
            Pattern = compiled,
            KeyPattern = kind is ActionKind.Delete or ActionKind.Hash ? KeyAsPattern(map, word, key) : null,
            Groups = kind == ActionKind.Extract && compiled is not null ? Groups(map, compiled) : [],
            Target = kind == ActionKind.Convert ? Target(map, target) : ValueKind.Empty,
        };
    }

    /// <summary>
    /// A key such as <c>credit_card.*</c> is meant as a pattern by whoever writes it, and the Collector silently removes nothing. One
    /// that is no pattern is a key.
    /// </summary>
    private static Pattern? KeyAsPattern(ConfigMap map, string action, string key)
    {
        if (key.AsSpan().IndexOfAny(PatternLetters) < 0)
        {
            return null;
        }

        var mistakes = new ConfigErrors();
        Pattern? pattern = PatternReader.Read(new ConfigMap(map.Node, mistakes), "key", $"^(?:{key})$");
        if (pattern is not null)
        {
            map.Warn(
                "key",
                $"'{key}' is read as a pattern of whole keys too: {action} is done to all that match; write pattern: '^(?:{key})$' to say "
                + "so");
        }

        return pattern;
    }

    private static void CheckUse(ConfigMap map, string action, string key, bool isWritten, bool isUsed)
    {
        if (isWritten && !isUsed)
        {
            map.Error(key, $"the action {action} does not use {key}; remove it");
        }
    }

    /// <summary>Where the value of an action is said to come from, by the key that says it.</summary>
    private static IEnumerable<string> Sources(bool hasValue, string from, string context)
    {
        string[] none = [];
        return
        [
            .. hasValue ? ["value"] : none,
            .. from.Length > 0 ? ["from_attribute"] : none,
            .. context.Length > 0 ? ["from_context"] : none,
        ];
    }

    private static ContextSource? ReadContext(ConfigMap map, string context)
    {
        if (context.StartsWith("auth.", StringComparison.Ordinal))
        {
            map.NotBuilt(
                "from_context",
                $"'{context}' is what an authenticator knows of a sender, which is not kept; use metadata.KEY or "
                + ContextSource.AddressWord);
            return null;
        }

        return ContextSource.Of(context);
    }

    private static void CheckNeeds(ConfigMap map, string action, ActionKind kind, string key, string pattern, string[] sources)
    {
        bool mayHavePattern = kind is ActionKind.Delete or ActionKind.Hash;
        if (key.Length == 0 && !(mayHavePattern && pattern.Length > 0))
        {
            map.Error("key", mayHavePattern ? $"the action {action} needs a key or a pattern" : $"the action {action} needs a key");
        }

        if (kind is ActionKind.Insert or ActionKind.Update or ActionKind.Upsert && sources.Length != 1)
        {
            map.Error(
                sources.Length == 0 ? "value" : sources[^1],
                $"the action {action} needs exactly one of value, from_attribute and from_context");
        }

        if (kind == ActionKind.Extract && pattern.Length == 0)
        {
            map.Error("pattern", "the action extract needs a pattern with named groups, such as ^(?P<scheme>[a-z]+)://");
        }
    }

    private static AttributeKey[] Groups(ConfigMap map, Pattern pattern)
    {
        if (pattern.GroupNames.Count == 0 || pattern.GroupNames.Contains(null))
        {
            const string Remedy = "every group of an extract's pattern must have a name, (?P<name>…): the key of the attribute it makes";
            map.Error("pattern", Remedy);
            return [];
        }

        return [.. pattern.GroupNames.Select(name => new AttributeKey(name!))];
    }

    private static ValueKind Target(ConfigMap map, string target)
    {
        switch (target)
        {
            case "string":
                return ValueKind.Text;
            case "int":
                return ValueKind.Int;
            case "double":
                return ValueKind.Double;
            default:
                map.Error("converted_type", $"converted_type is one of string, int, double, found '{target}'");
                return ValueKind.Text;
        }
    }
}
