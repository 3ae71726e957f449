using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace HotPath.Testing.Wire;

/// <summary>
/// Fills any message with random valid values, by its descriptor: every field of OTLP takes part, also those that nobody sends. Ids have
/// the lengths OTLP allows; strings are short or long, ASCII or not; numbers come from all over their range. The same random source
/// gives the same message.
/// </summary>
public sealed class RandomMessages(Random random, int size)
{
    private const int MaxDepth = 12;
    private static readonly string[] Alphabets =
        ["abcdefghijklmnopqrstuvwxyz./-_ 0123456789", "äöüßéñçøå", "日本語テレメトリ", "\u0001\u007f\u0080\u07ff\u0800\uffff", "🙂🚀𐍈"];


    /// <summary>A random request; <paramref name="size"/> bounds the elements of each list.</summary>
    public static IMessage Request(Core.Signal signal, Random random, int size)
    {
        var request = OtlpOracle.NewRequest(signal);
        new RandomMessages(random, size).Fill(request, 0);
        return request;
    }

    private void Fill(IMessage message, int depth)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.IsRepeated)
            {
                var list = (IList)field.Accessor.GetValue(message);
                for (var left = Length(field, depth); left > 0; left--)
                {
                    list.Add(Value(field, depth));
                }
            }
            else if (random.Next(4) != 0 && (field.FieldType != FieldType.Message || depth < MaxDepth))
            {
                field.Accessor.SetValue(message, Value(field, depth));
            }
        }
    }

    /// <summary>The frame's lists are as long as <see cref="size"/> says, the rest short, and deep down nothing repeats.</summary>
    private int Length(FieldDescriptor field, int depth)
    {
        if (depth >= MaxDepth || (field.FieldType == FieldType.Message && random.Next(8) < depth - 2))
        {
            return 0;
        }

        var isFrame = field.Name is "resource_spans" or "resource_logs" or "resource_metrics" or "scope_spans" or "scope_logs"
            or "scope_metrics" or "spans" or "log_records" or "metrics" or "data_points";
        return random.Next((isFrame ? size : Math.Min(size, 3)) + 1);
    }

    /// <summary>A random value for a field, an element if it repeats.</summary>
    public object Value(FieldDescriptor field, int depth)
    {
        switch (field.FieldType)
        {
            case FieldType.Message:
                var child = field.MessageType.Parser.ParseFrom(ByteString.Empty);
                Fill(child, depth + 1);
                return child;
            case FieldType.String:
                return Text();
            case FieldType.Bytes:
                return Bytes(StrictOracle.IdLength(field) is { } length ? length * random.Next(2) : random.Next(20));
            case FieldType.Bool:
                return random.Next(2) == 0;
            case FieldType.Double:
                return BitConverter.Int64BitsToDouble(Number()) is var real && double.IsNaN(real) ? 0.5 : real;
            case FieldType.Enum or FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32:
                return field.FieldType == FieldType.Enum ? Enum.ToObject(field.EnumType.ClrType, (int)Number()) : (int)Number();
            case FieldType.UInt32 or FieldType.Fixed32:
                return (uint)Number();
            case FieldType.UInt64 or FieldType.Fixed64:
                return (ulong)Number();
            default:
                return Number();
        }
    }

    private long Number() => random.Next(4) switch
    {
        0 => random.Next(200),
        1 => -random.Next(200),
        2 => random.NextInt64() >> random.Next(64),
        _ => -(random.NextInt64() >> random.Next(64)),
    };

    private string Text()
    {
        var alphabet = Alphabets[random.Next(4) == 0 ? random.Next(Alphabets.Length) : 0];
        var runes = alphabet.EnumerateRunes().ToArray();
        var length = random.Next(10) switch
        {
            0 => 0,
            1 => random.Next(30, 200),
            _ => random.Next(1, 24),
        };
        return string.Concat(Enumerable.Range(0, length).Select(_ => runes[random.Next(runes.Length)]));
    }

    private ByteString Bytes(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return ByteString.CopyFrom(bytes);
    }
}
