using System.Collections;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Google.Protobuf;
using HotPath.Testing.Otlp.Common;

namespace HotPath.Components.Tests.Processors.Redaction;

/// <summary>Random settings of a redaction, as it is configured and as its model has them.</summary>
internal sealed record RedactionCase(string Settings, RedactionModel Model)
{
    private static readonly string[] Keys = ["note", "user.token", "email", "id", "", "redaction.masked.count", "ключ"];
    private static readonly string[] Texts =
    [
        "", "a@b.cc", "to a@b.cc and d@e.ff", "secret7 and secret", "a@b.cc\nline\n", "kept@good.org", "plain", "日本 x@y.zz 語🙂",
        "secret@b.cc", "@", "secre",
    ];

    public static RedactionCase Of(Random random)
    {
        bool hasList = random.Next(3) == 0;
        bool hasIgnored = random.Next(2) == 0;
        bool hasBlockedKeys = random.Next(2) == 0;
        bool hasAllowedValues = random.Next(2) == 0;
        bool allTypes = random.Next(3) == 0;
        bool hashes = random.Next(3) == 0;
        string summary = new[] { "silent", "info", "debug" }[random.Next(3)];
        string[] blocked = random.Next(4) > 0 ? ["[a-z]+@[a-z]+\\.[a-z]+", "secret[0-9]*"] : ["(?i)SECRET"];
        string settings = string.Join(
            ", ",
            hasList ? "allowed_keys: [note, ключ, user.token]" : "allow_all_keys: true",
            hasIgnored ? "ignored_keys: [id], ignored_key_patterns: ['^em']" : "ignored_keys: []",
            $"blocked_key_patterns: [{(hasBlockedKeys ? "'tok.n'" : "")}]",
            $"blocked_values: [{string.Join(", ", blocked.Select(pattern => $"'{pattern}'"))}]",
            $"allowed_values: [{(hasAllowedValues ? "good" : "")}]",
            $"redact_all_types: {(allTypes ? "true" : "false")}, hash_function: '{(hashes ? "sha1" : "")}', summary: {summary}");
        return new RedactionCase(settings, new RedactionModel
        {
            Allowed = hasList ? ["note", "ключ", "user.token"] : null,
            Ignored = hasIgnored ? ["id"] : [],
            IgnoredPattern = hasIgnored ? new Regex("^em") : null,
            BlockedKeys = hasBlockedKeys ? new Regex("tok.n") : null,
            BlockedValues = [.. blocked.Select(pattern => new Regex(pattern))],
            AllowedValues = hasAllowedValues ? new Regex("good") : null,
            AllTypes = allTypes,
            Mask = hashes ? Sha1 : _ => "****",
            Counts = summary != "silent",
            Names = summary == "debug",
        });
    }

    /// <summary>Gives most keys and texts values that the processor has an opinion on.</summary>
    public void Season(IMessage message, Random random)
    {
        if (message is KeyValue pair)
        {
            // Whether a value is absent or empty is one to the Collector; where a map is built anew it is there.
            pair.Value ??= new AnyValue();
            pair.Key = random.Next(6) > 0 ? Keys[random.Next(Keys.Length)] : pair.Key;
            if (Model.AllTypes && pair.Value.ValueCase
                is AnyValue.ValueOneofCase.ArrayValue or AnyValue.ValueOneofCase.KvlistValue or AnyValue.ValueOneofCase.DoubleValue)
            {
                pair.Value = new AnyValue { IntValue = random.Next(100) };
            }
        }

        if (message is AnyValue { HasStringValue: true } text && random.Next(4) > 0)
        {
            text.StringValue = Texts[random.Next(Texts.Length)];
        }

        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            object? value = field.Accessor.GetValue(message);
            IEnumerable<IMessage> children = field.IsRepeated ? ((IList)value).OfType<IMessage>() : value is IMessage child ? [child] : [];
            foreach (IMessage below in children.ToList())
            {
                Season(below, random);
            }
        }
    }

    /// <summary>An attribute with any of the keys and texts.</summary>
    public static KeyValue Attribute(Random random) => new()
    {
        Key = random.Next(4) > 0 ? Keys[random.Next(Keys.Length)] : $"k{random.Next(200)}",
        Value = new AnyValue { StringValue = Texts[random.Next(Texts.Length)] },
    };

#pragma warning disable CA5350 // What the processor is to compute.
    private static string Sha1(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
}
