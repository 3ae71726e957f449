using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Google.Protobuf.Collections;
using HotPath.Testing.Otlp.Common;

namespace HotPath.Components.Tests.Processors.Attributes;

/// <summary>
/// One action on a list of attributes, as the Collector's maps do it: by key the first is meant, and the last takes a removed one's place.
/// </summary>
/// <param name="Yaml">The action as it is written.</param>
/// <param name="Do">What it does.</param>
internal sealed record ActionModel(string Yaml, Action<RepeatedField<KeyValue>> Do)
{
    /// <summary>A random action.</summary>
    public static ActionModel Random(Random random, IReadOnlyList<string> keys)
    {
        string key = keys[random.Next(keys.Count - 1)] is { Length: > 0 } chosen ? chosen : "n";
        string other = keys[random.Next(keys.Count)] is { Length: > 0 } also ? also : "missing";
        string[] patterns = ["^[ab]$", "^k[0-9]$", "c", "^$"];
        string pattern = patterns[random.Next(patterns.Length)];
        var constant = new AnyValue { StringValue = "new" };
        return random.Next(12) switch
        {
            0 => new($"{{key: {key}, value: new, action: insert}}", a => Insert(a, key, constant)),
            1 => new($"{{key: {key}, value: new, action: update}}", a => Update(a, key, constant)),
            2 => new($"{{key: {key}, value: new, action: upsert}}", a => Upsert(a, key, constant)),
            3 => new($"{{key: {key}, from_attribute: {other}, action: insert}}", a => From(a, other, value => Insert(a, key, value))),
            4 => new($"{{key: {key}, from_attribute: {other}, action: upsert}}", a => From(a, other, value => Upsert(a, key, value))),
            5 => new($"{{key: {key}, action: delete}}", a => Delete(a, key)),
            6 => new($"{{pattern: '{pattern}', action: delete}}", a => DeleteAll(a, pattern)),
            7 => new($"{{key: {key}, action: hash}}", a => Hash(a, key)),
            8 => new($"{{pattern: '{pattern}', action: hash}}", a => HashAll(a, pattern)),
            9 => new(
                $"{{key: {key}, pattern: '^(?P<scheme>[a-z]+)://(?P<b>[^/:]*)(?P<port>:[0-9]+)?', action: extract}}",
                a => Extract(a, key, new Regex("^(?<scheme>[a-z]+)://(?<b>[^/:]*)(?<port>:[0-9]+)?", RegexOptions.ExplicitCapture))),
            10 => new($"{{key: {key}, converted_type: int, action: convert}}", a => Convert(a, key, ToInt)),
            _ => random.Next(2) == 0
                ? new($"{{key: {key}, converted_type: double, action: convert}}", a => Convert(a, key, ToDouble))
                : new($"{{key: {key}, converted_type: string, action: convert}}", a => Convert(a, key, ToText)),
        };
    }

    private static KeyValue? First(RepeatedField<KeyValue> attributes, string key) => attributes.FirstOrDefault(a => a.Key == key);

    private static void Insert(RepeatedField<KeyValue> attributes, string key, AnyValue value)
    {
        if (First(attributes, key) is null)
        {
            attributes.Add(new KeyValue { Key = key, Value = value.Clone() });
        }
    }

    private static void Update(RepeatedField<KeyValue> attributes, string key, AnyValue value)
    {
        if (First(attributes, key) is { } there)
        {
            there.Value = value.Clone();
        }
    }

    private static void Upsert(RepeatedField<KeyValue> attributes, string key, AnyValue value)
    {
        Update(attributes, key, value);
        Insert(attributes, key, value);
    }

    private static void From(RepeatedField<KeyValue> attributes, string key, Action<AnyValue> set)
    {
        if (First(attributes, key) is { } source)
        {
            set(Plain(source.Value));
        }
    }

    /// <summary>A value as it is set: without fields that nobody knows.</summary>
    private static AnyValue Plain(AnyValue? value) => value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => new AnyValue { StringValue = value.StringValue },
        AnyValue.ValueOneofCase.BoolValue => new AnyValue { BoolValue = value.BoolValue },
        AnyValue.ValueOneofCase.IntValue => new AnyValue { IntValue = value.IntValue },
        AnyValue.ValueOneofCase.DoubleValue => new AnyValue { DoubleValue = value.DoubleValue },
        AnyValue.ValueOneofCase.ArrayValue => new AnyValue { ArrayValue = value.ArrayValue.Clone() },
        AnyValue.ValueOneofCase.KvlistValue => new AnyValue { KvlistValue = value.KvlistValue.Clone() },
        AnyValue.ValueOneofCase.BytesValue => new AnyValue { BytesValue = value.BytesValue },
        _ => new AnyValue(),
    };

    private static void Delete(RepeatedField<KeyValue> attributes, string key)
    {
        for (int i = 0; i < attributes.Count; i++)
        {
            if (attributes[i].Key == key)
            {
                attributes[i] = attributes[^1];
                attributes.RemoveAt(attributes.Count - 1);
                return;
            }
        }
    }

    /// <summary>A pattern alone has an empty key beside it, which is a key like any other.</summary>
    private static void DeleteAll(RepeatedField<KeyValue> attributes, string pattern)
    {
        Delete(attributes, "");
        foreach (string key in Matching(attributes, pattern))
        {
            Delete(attributes, key);
        }
    }

    private static void HashAll(RepeatedField<KeyValue> attributes, string pattern)
    {
        Hash(attributes, "");
        foreach (string key in Matching(attributes, pattern))
        {
            Hash(attributes, key);
        }
    }

    private static string[] Matching(RepeatedField<KeyValue> attributes, string pattern) =>
        [.. attributes.Select(a => a.Key).Where(key => Regex.IsMatch(key, pattern))];

    private static void Hash(RepeatedField<KeyValue> attributes, string key)
    {
        if (First(attributes, key) is not { } there)
        {
            return;
        }

        byte[]? input = there.Value?.ValueCase switch
        {
            AnyValue.ValueOneofCase.StringValue => Encoding.UTF8.GetBytes(there.Value.StringValue),
            AnyValue.ValueOneofCase.IntValue => BitConverter.GetBytes(there.Value.IntValue),
            AnyValue.ValueOneofCase.DoubleValue => BitConverter.GetBytes(there.Value.DoubleValue),
            AnyValue.ValueOneofCase.BoolValue => [there.Value.BoolValue ? (byte)1 : (byte)0],
            _ => null,
        };
        there.Value = new AnyValue { StringValue = input is null ? "" : System.Convert.ToHexStringLower(SHA256.HashData(input)) };
    }

    private static void Extract(RepeatedField<KeyValue> attributes, string key, Regex pattern)
    {
        if (First(attributes, key)?.Value is not { HasStringValue: true } value
            || pattern.Match(value.StringValue) is not { Success: true } match)
        {
            return;
        }

        foreach (string name in pattern.GetGroupNames().Skip(1))
        {
            Upsert(attributes, name, new AnyValue { StringValue = match.Groups[name].Value });
        }
    }

    private static void Convert(RepeatedField<KeyValue> attributes, string key, Func<AnyValue, AnyValue?> convert)
    {
        if (First(attributes, key) is { } there && convert(there.Value ?? new AnyValue()) is { } converted)
        {
            there.Value = converted;
        }
    }

    private static AnyValue? ToInt(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.DoubleValue => new AnyValue { IntValue = (long)value.DoubleValue },
        AnyValue.ValueOneofCase.BoolValue => new AnyValue { IntValue = value.BoolValue ? 1 : 0 },
        AnyValue.ValueOneofCase.StringValue when Regex.IsMatch(value.StringValue, "^[+-]?[0-9]+\\z") =>
            new AnyValue { IntValue = long.Parse(value.StringValue, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) },
        _ => null,
    };

    private static AnyValue? ToDouble(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.IntValue => new AnyValue { DoubleValue = value.IntValue },
        AnyValue.ValueOneofCase.BoolValue => new AnyValue { DoubleValue = value.BoolValue ? 1 : 0 },
        AnyValue.ValueOneofCase.StringValue when Regex.IsMatch(value.StringValue, "^[+-]?[0-9]+([.][0-9]+)?(e[0-9]+)?\\z") =>
            new AnyValue { DoubleValue = double.Parse(value.StringValue, CultureInfo.InvariantCulture) },
        _ => null,
    };

    /// <summary>The numbers that requests are seasoned with are written alike by C# and by the Collector.</summary>
    private static AnyValue? ToText(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => null,
        AnyValue.ValueOneofCase.IntValue => new AnyValue { StringValue = value.IntValue.ToString(CultureInfo.InvariantCulture) },
        AnyValue.ValueOneofCase.DoubleValue => new AnyValue { StringValue = value.DoubleValue.ToString("R", CultureInfo.InvariantCulture) },
        AnyValue.ValueOneofCase.BoolValue => new AnyValue { StringValue = value.BoolValue ? "true" : "false" },
        AnyValue.ValueOneofCase.BytesValue => new AnyValue { StringValue = value.BytesValue.ToBase64() },
        AnyValue.ValueOneofCase.ArrayValue or AnyValue.ValueOneofCase.KvlistValue => new AnyValue { StringValue = Json(value) },
        _ => new AnyValue { StringValue = "" },
    };

    /// <summary>As Go's encoding/json writes what the Collector makes of a value: maps by key, of equal keys the last.</summary>
    private static string Json(AnyValue? value) => value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => $"\"{value.StringValue.Replace("\n", "\\n", StringComparison.Ordinal)}\"",
        AnyValue.ValueOneofCase.BytesValue => $"\"{value.BytesValue.ToBase64()}\"",
        AnyValue.ValueOneofCase.ArrayValue => $"[{string.Join(',', value.ArrayValue.Values.Select(Json))}]",
        AnyValue.ValueOneofCase.KvlistValue => "{" + string.Join(',', value.KvlistValue.Values.GroupBy(p => p.Key)
            .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"\"{g.Key}\":{Json(g.Last().Value)}")) + "}",
        null or AnyValue.ValueOneofCase.None => "null",
        _ => ToText(value)!.StringValue,
    };
}
