using System.Text;
using System.Text.Json;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters that read a text's structure.</summary>
internal static class ParseFunctions
{
    private const int MaxDepth = 64;

    /// <summary>All of them.</summary>
    public static Function[] All { get; } = [Function.Of("ParseJSON", [new("target", ParameterKind.Text)], ParseJson)];

    /// <summary>An object gives a map and an array a list; all numbers are doubles, and of equal keys the last counts.</summary>
    private static Getter ParseJson(Arguments arguments)
    {
        TextArgument target = arguments.Text(0);
        return context =>
        {
            if (!target.TryGet(context, out ReadOnlySpan<byte> text))
            {
                return OttlValue.Failed;
            }

            // Most of what is no JSON is seen here, before it costs an exception.
            ReadOnlySpan<byte> inner = text.TrimStart(" \t\r\n"u8);
            if (inner.IsEmpty || inner[0] is not ((byte)'{' or (byte)'['))
            {
                return context.Fail("the text is neither an object nor an array of JSON");
            }

            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
            try
            {
                reader.Read();
                OttlValue value = OttlValue.From(Value(context, ref reader));

                // What stands behind the value, if it is more than space, is a fault.
                reader.Read();
                return value;
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // The reader has no other way to say so; InvalidOperation is an escaped half of a surrogate pair.
                return context.Fail("the text is not JSON (or nests more than 64 deep)");
            }
        };
    }

    private static WireValue Value(OttlContext context, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return Overlay.Built(ValueKind.Text, Text(context, ref reader));
            case JsonTokenType.True or JsonTokenType.False:
                return context.Request.Bool(reader.TokenType == JsonTokenType.True);
            case JsonTokenType.Number:
                double number = reader.GetDouble();
                return double.IsFinite(number) ? context.Request.Double(number) : throw new JsonException();
            case JsonTokenType.StartObject:
                return Object(context, ref reader);
            case JsonTokenType.StartArray:
                return Array(context, ref reader);
            default:
                return default;
        }
    }

    private static ReadOnlySpan<byte> Text(OttlContext context, ref Utf8JsonReader reader)
    {
        Span<byte> text = context.Request.Scratch(reader.ValueSpan.Length);
        return text[..reader.CopyString(text)];
    }

    private static WireValue Array(OttlContext context, ref Utf8JsonReader reader)
    {
        var elements = new List<WireValue>();
        int size = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements.Add(Value(context, ref reader));
            size += WireSize.OfElement(elements[^1]);
        }

        Span<byte> list = context.Request.Scratch(size);
        int at = 0;
        foreach (WireValue element in elements)
        {
            at += WireSize.WriteElement(list[at..], element);
        }

        return Overlay.Built(ValueKind.Array, list);
    }

    private static WireValue Object(OttlContext context, ref Utf8JsonReader reader)
    {
        var pairs = new Dictionary<string, WireValue>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            reader.Read();
            pairs[key] = Value(context, ref reader);
        }

        int size = 0;
        foreach ((string key, WireValue value) in pairs)
        {
            size += WireSize.OfPair(Encoding.UTF8.GetByteCount(key), value);
        }

        Span<byte> map = context.Request.Scratch(size);
        int at = 0;
        foreach ((string key, WireValue value) in pairs)
        {
            at += WireSize.WritePair(map[at..], Encoding.UTF8.GetBytes(key), value);
        }

        return Overlay.Built(ValueKind.Map, map);
    }
}
