using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using HotPath.Testing.Otlp.Common;

namespace HotPath.Testing.Wire;

/// <summary>
/// Gives a random request attributes that processors have an opinion on: keys of a small pool, so that they meet and occur twice; every
/// kind of value; now and then none, or a thousand of different keys.
/// </summary>
public static class Seasoning
{
    private const int LargeEvery = 40;

    private static readonly string[] Texts =
    [
        "", "x", "drop", "12", "-7", "+5", "1.5", "1e3", " 1", "http://shop.example:80/cart?id=1", "/users/42/cart", "日本🙂", "a\nb", "GET",
    ];

    private static readonly double[] Numbers = [0.5, -2.25, 7, 1234567, -1e-3, 0];

    /// <summary>The keys that attributes get.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["a", "b", "c.d", "", "ключ", "n"];

    /// <summary>Seasons all attributes of a request.</summary>
    public static void Apply(IMessage message, Random random)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(random);
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder().Where(field => field.FieldType == FieldType.Message))
        {
            object? value = field.Accessor.GetValue(message);
            if (field is { IsRepeated: true, Name: "attributes" })
            {
                Fill((IList)value, random);
                continue;
            }

            foreach (IMessage child in field.IsRepeated ? ((IList)value).OfType<IMessage>() : value is IMessage one ? [one] : [])
            {
                Apply(child, random);
            }
        }
    }

    private static void Fill(IList attributes, Random random)
    {
        attributes.Clear();
        int count = random.Next(LargeEvery) == 0 ? random.Next(100, 1000) : random.Next(6);
        for (int i = 0; i < count; i++)
        {
            attributes.Add(new KeyValue { Key = count > 6 && i >= Keys.Count ? $"k{i}" : Key(i, count, random), Value = Value(random, 0) });
        }
    }

    /// <summary>In a long list each key stands once.</summary>
    private static string Key(int place, int count, Random random) => Keys[count > 6 ? place : random.Next(Keys.Count)];

    private static AnyValue? Value(Random random, int depth) => random.Next(depth < 3 ? 12 : 9) switch
    {
        0 => null,
        1 => new AnyValue(),
        2 => new AnyValue { IntValue = random.Next(-10, 10) },
        3 => new AnyValue { BoolValue = random.Next(2) == 0 },
        4 => new AnyValue { DoubleValue = Numbers[random.Next(Numbers.Length)] },
        5 => new AnyValue { BytesValue = ByteString.CopyFrom(new byte[random.Next(4)]) },
        6 or 7 or 8 => new AnyValue { StringValue = Texts[random.Next(Texts.Length)] },
        9 => new AnyValue { ArrayValue = new ArrayValue { Values = { Many(random, () => Value(random, depth + 1) ?? new AnyValue()) } } },
        _ => new AnyValue
        {
            KvlistValue = new KeyValueList
            {
                Values = { Many(random, () => new KeyValue { Key = Keys[random.Next(Keys.Count)], Value = Value(random, depth + 1) }) },
            },
        },
    };

    private static IEnumerable<T> Many<T>(Random random, Func<T> one) => [.. Enumerable.Range(0, random.Next(3)).Select(_ => one())];
}
