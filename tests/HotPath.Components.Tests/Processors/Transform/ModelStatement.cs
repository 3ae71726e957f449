using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using HotPath.Testing.Otlp.Common;

namespace HotPath.Components.Tests.Processors.Transform;

/// <summary>A random statement, as it is written and as what it does to objects; where it fails it does nothing.</summary>
internal sealed record ModelStatement(string Text, Action<ModelScene> Run)
{
    private static readonly string[] KeyPatterns = ["^[ab]$", "^k[0-9]*$", "\\\\.", "^$", "[а-я]"];
    private static readonly (string Pattern, string Replacement)[] Replacements =
        [("([a-z])([0-9a-z]*)", "<$$2$$1>"), ("[0-9]", "#"), ("(?P<first>[^/])/", "$${first}|"), ("日本", ""), ("x|(y)", "[$$1]")];

    private static readonly (string Glob, string Pattern)[] Globs =
        [("/users/*", "^/users/.*\\z"), ("*", ".*"), ("?", "^.\\z"), ("drop", "^drop\\z")];

    /// <summary>A statement, maybe with a condition.</summary>
    public static ModelStatement Random(Random random)
    {
        ModelStatement editor = Editor(random);
        if (random.Next(3) == 0)
        {
            return editor;
        }

        var where = ModelCondition.Random(random, 2);
        return new($"{editor.Text} where {where.Text}", scene =>
        {
            if (where.Test(scene))
            {
                editor.Run(scene);
            }
        });
    }

    private static ModelStatement Editor(Random random)
    {
        bool ofResource = random.Next(5) == 0;
        string map = ModelExpression.Map(ofResource);
        string key = ModelExpression.Key(random);
        switch (random.Next(12))
        {
            case 0 or 1:
                ModelExpression value = ModelExpression.Random(random);
                return new($"set({map}[\"{key}\"], {value.Text})", scene => Set(scene, ofResource, key, value.Get(scene)));
            case 2:
                ModelExpression name = ModelExpression.Dynamic(random);
                return new($"set(name, {name.Text})", scene =>
                    scene.Span.Name = name.Get(scene) is { HasStringValue: true } text ? text.StringValue : scene.Span.Name);
            case 3:
                return new($"delete_key({map}, \"{key}\")", scene => ModelScene.Remove(scene.Attributes(ofResource), key));
            case 4:
                string pattern = KeyPatterns[random.Next(KeyPatterns.Length)];
                bool isKept = random.Next(4) == 0;
                var regex = new Regex(pattern.Replace("\\\\", "\\", StringComparison.Ordinal), RegexOptions.CultureInvariant);
                return new(
                    $"{(isKept ? "keep" : "delete")}_matching_keys({map}, \"{pattern}\")",
                    scene => ModelScene.Keep(scene.Attributes(ofResource), a => regex.IsMatch(a.Key) == isKept));
            case 5:
                string other = ModelExpression.Key(random);
                return new(
                    $"keep_keys({map}, [\"{key}\", \"{other}\"])",
                    scene => ModelScene.Keep(scene.Attributes(ofResource), a => a.Key == key || a.Key == other));
            case 6:
                int limit = random.Next(0, 8);
                return new($"truncate_all({map}, {limit})", scene => OnTexts(scene, ofResource, text => Cut(text, limit)));
            case 7:
                int most = random.Next(1, 5);
                return new($"limit({map}, {most}, [])", scene => ModelScene.Keep(scene.Attributes(ofResource), Counting(most)));
            case 8:
                return Replace(random, ofResource, key);
            case 9:
                return MatchAll(random, ofResource, key);
            case 10:
                return Merge(random, ofResource, key);
            default:
                ModelExpression added = ModelExpression.Literal(random);
                return new($"append({map}[\"{key}\"], {added.Text})", scene => Append(scene, ofResource, key, added.Get(scene)!));
        }
    }

    private static void Set(ModelScene scene, bool ofResource, string key, AnyValue? value)
    {
        if (value is not null)
        {
            ModelScene.Put(scene.Attributes(ofResource), key, value);
        }
    }

    private static Func<KeyValue, bool> Counting(int most) => _ => --most >= 0;

    private static string Cut(string text, int limit)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        int end = Math.Min(limit, utf8.Length);
        while (end > 0 && end < utf8.Length && (utf8[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return Encoding.UTF8.GetString(utf8, 0, end);
    }

    private static ModelStatement Replace(Random random, bool ofResource, string key)
    {
        (string pattern, string replacement) = Replacements[random.Next(Replacements.Length)];
        var regex = new Regex(pattern.Replace("?P<", "?<", StringComparison.Ordinal), RegexOptions.CultureInvariant);
        string into = replacement.Replace("$$", "$", StringComparison.Ordinal);
        string map = ModelExpression.Map(ofResource);
        return random.Next(2) == 0
            ? new(
                $"replace_all_patterns({map}, \"value\", \"{pattern}\", \"{replacement}\")",
                scene => OnTexts(scene, ofResource, text => regex.Replace(text, into)))
            : new(
                $"replace_pattern({map}[\"{key}\"], \"{pattern}\", \"{replacement}\")",
                scene => OnText(scene, ofResource, key, text => regex.Replace(text, into)));
    }

    private static ModelStatement MatchAll(Random random, bool ofResource, string key)
    {
        (string glob, string pattern) = Globs[random.Next(Globs.Length)];
        var regex = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.Singleline);
        string map = ModelExpression.Map(ofResource);
        string With(string text) => (glob == "?" ? text.EnumerateRunes().Count() == 1 : regex.IsMatch(text)) ? "new" : text;
        return random.Next(2) == 0
            ? new($"replace_all_matches({map}, \"{glob}\", \"new\")", scene => OnTexts(scene, ofResource, With))
            : new($"replace_match({map}[\"{key}\"], \"{glob}\", \"new\")", scene => OnText(scene, ofResource, key, With));
    }

    private static ModelStatement Merge(Random random, bool ofResource, string key)
    {
        string strategy = ((string[])["insert", "update", "upsert"])[random.Next(3)];
        ModelExpression source = ModelExpression.Attribute(random, ofResource: false);
        return new($"merge_maps({ModelExpression.Map(ofResource)}, {source.Text}, \"{strategy}\")", scene =>
        {
            AnyValue? pairs = source.Get(scene);
            bool isMap = pairs?.ValueCase == AnyValue.ValueOneofCase.KvlistValue;
            foreach (KeyValue pair in isMap ? pairs!.KvlistValue.Clone().Values : throw new ModelFailure())
            {
                bool isThere = scene.Attributes(ofResource).Any(a => a.Key == pair.Key);
                if (isThere ? strategy != "insert" : strategy != "update")
                {
                    ModelScene.Put(scene.Attributes(ofResource), pair.Key, pair.Value ?? new AnyValue());
                }
            }
        });
    }

    private static void Append(ModelScene scene, bool ofResource, string key, AnyValue added)
    {
        AnyValue? old = ModelScene.Get(scene.Attributes(ofResource), key);
        var list = new ArrayValue();
        switch (old?.ValueCase)
        {
            case null:
                break;
            case AnyValue.ValueOneofCase.KvlistValue:
                throw new ModelFailure();
            case AnyValue.ValueOneofCase.ArrayValue:
                list = old.ArrayValue.Clone();
                break;
            default:
                list.Values.Add(old);
                break;
        }

        list.Values.Add(added);
        ModelScene.Put(scene.Attributes(ofResource), key, new AnyValue { ArrayValue = list });
    }

    private static void OnText(ModelScene scene, bool ofResource, string key, Func<string, string> edit)
    {
        if (ModelScene.Get(scene.Attributes(ofResource), key) is { HasStringValue: true } text)
        {
            ModelScene.Put(scene.Attributes(ofResource), key, ModelExpression.Of(edit(text.StringValue)));
        }
    }

    private static void OnTexts(ModelScene scene, bool ofResource, Func<string, string> edit)
    {
        foreach (KeyValue attribute in scene.Attributes(ofResource).Where(a => a.Value?.HasStringValue == true))
        {
            attribute.Value = ModelExpression.Of(edit(attribute.Value.StringValue));
        }
    }
}
