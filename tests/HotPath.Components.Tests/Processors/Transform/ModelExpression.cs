using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Processors.Transform;

/// <summary>A random value of the language, as it is written and as what it gives; nil is null.</summary>
internal sealed record ModelExpression(string Text, Func<ModelScene, AnyValue?> Get)
{
    private static readonly string[] Texts = ["", "x", "drop", "GET", "日本", "12"];
    private static readonly double[] Doubles = [0.5, -2.25, 7];

    /// <summary>A value of any kind.</summary>
    public static ModelExpression Random(Random random, int depth = 2) => random.Next(4) == 0 ? Literal(random) : Dynamic(random, depth);

    /// <summary>A value that is not known at start: a literal of a wrong kind would be refused there.</summary>
    public static ModelExpression Dynamic(Random random, int depth = 2) => random.Next(depth > 0 ? 9 : 4) switch
    {
        0 or 1 => Attribute(random, ofResource: false),
        2 => Attribute(random, ofResource: true),
        3 => new("name", scene => Of(scene.Span.Name)),
        4 => Concat(Dynamic(random, depth - 1), Random(random, depth - 1)),
        5 => Sum(Dynamic(random, depth - 1), random.Next(1, 9)),
        6 => Hash(Dynamic(random, depth - 1)),
        7 => Within(random),
        _ => Length(Dynamic(random, depth - 1)),
    };

    /// <summary>A text, a number or a flag.</summary>
    public static ModelExpression Literal(Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                string text = Texts[random.Next(Texts.Length)];
                return new($"\"{text}\"", _ => Of(text));
            case 1:
                long integer = random.Next(-10, 10);
                return new(integer.ToString(CultureInfo.InvariantCulture), _ => new AnyValue { IntValue = integer });
            case 2:
                double number = Doubles[random.Next(Doubles.Length)];
                return new(number.ToString("0.0###", CultureInfo.InvariantCulture), _ => new AnyValue { DoubleValue = number });
            default:
                bool flag = random.Next(2) == 0;
                return new(flag ? "true" : "false", _ => new AnyValue { BoolValue = flag });
        }
    }

    /// <summary>An attribute of the span or the resource.</summary>
    public static ModelExpression Attribute(Random random, bool ofResource)
    {
        string key = Key(random);
        return new($"{Map(ofResource)}[\"{key}\"]", scene => ModelScene.Get(scene.Attributes(ofResource), key));
    }

    /// <summary>A key that attributes have.</summary>
    public static string Key(Random random) => Seasoning.Keys[random.Next(Seasoning.Keys.Count)];

    /// <summary>The path of all attributes.</summary>
    public static string Map(bool ofResource) => ofResource ? "resource.attributes" : "attributes";

    /// <summary>A text as a value.</summary>
    public static AnyValue Of(string text) => new() { StringValue = text };

    private static ModelExpression Concat(ModelExpression a, ModelExpression b) => new(
        $"Concat([{a.Text}, {b.Text}], \"-\")",
        scene => Of($"{ModelValues.Like(a.Get(scene)) ?? "<nil>"}-{ModelValues.Like(b.Get(scene)) ?? "<nil>"}"));

    private static ModelExpression Sum(ModelExpression a, int number) => new(
        $"({a.Text} + {number})",
        scene => a.Get(scene) is not { } value ? throw new ModelFailure() : value.ValueCase switch
        {
            AnyValue.ValueOneofCase.IntValue => new AnyValue { IntValue = value.IntValue + number },
            AnyValue.ValueOneofCase.DoubleValue => new AnyValue { DoubleValue = value.DoubleValue + number },
            _ => throw new ModelFailure(),
        });

    private static ModelExpression Hash(ModelExpression a) => new(
        $"SHA256({a.Text})",
        scene => Of(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ModelValues.Text(a.Get(scene)))))));

    private static ModelExpression Length(ModelExpression a) => new(
        $"Len({a.Text})",
        scene => a.Get(scene) is not { } value ? throw new ModelFailure() : new AnyValue
        {
            IntValue = value.ValueCase switch
            {
                AnyValue.ValueOneofCase.StringValue => Encoding.UTF8.GetByteCount(value.StringValue),
                AnyValue.ValueOneofCase.BytesValue => value.BytesValue.Length,
                AnyValue.ValueOneofCase.ArrayValue => value.ArrayValue.Values.Count,
                AnyValue.ValueOneofCase.KvlistValue => value.KvlistValue.Values.Count,
                _ => throw new ModelFailure(),
            },
        });

    /// <summary>A key inside a value: nil where the attribute is not there, a failure where it is no map.</summary>
    private static ModelExpression Within(Random random)
    {
        (string key, string inner) = (Key(random), Key(random));
        return new($"attributes[\"{key}\"][\"{inner}\"]", scene =>
        {
            if (scene.Span.Attributes.FirstOrDefault(a => a.Key == key) is not { } attribute)
            {
                return null;
            }

            return attribute.Value?.ValueCase == AnyValue.ValueOneofCase.KvlistValue
                ? ModelScene.Get(attribute.Value.KvlistValue.Values, inner)
                : throw new ModelFailure();
        });
    }
}
