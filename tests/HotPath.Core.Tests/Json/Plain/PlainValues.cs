using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using HotPath.Core.Json;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Json.Plain;

/// <summary>Values of scalar types as wire bytes without their tags, for <see cref="PlainReader"/>.</summary>
internal static partial class PlainValues
{
    /// <summary>What a number that does not do for a type is.</summary>
    internal static JsonFault NumberFault(JsonType type) =>
        type is JsonType.Bytes or JsonType.TraceId or JsonType.SpanId ? JsonFault.WrongType : JsonFault.BadNumber;

    /// <summary>A number; null if the type does not hold it.</summary>
    internal static byte[]? Number(JsonType type, string text) => type switch
    {
        JsonType.Bytes or JsonType.TraceId or JsonType.SpanId => null,
        JsonType.Double => Real(text) is { } real ? BitConverter.GetBytes(real) : null,
        _ => Integer().IsMatch(text) ? Whole(type, BigInteger.Parse(text, CultureInfo.InvariantCulture)) : null,
    };

    /// <summary>What stood in quotes; null if the type does not hold it.</summary>
    internal static byte[]? Quoted(JsonField field, byte[] text, byte[] raw, out JsonFault fault)
    {
        switch (field.Type)
        {
            case JsonType.Utf8:
                fault = JsonFault.BadText;
                return Utf8.IsValid(raw) ? Delimited(text) : null;
            case JsonType.Bytes:
                fault = JsonFault.BadBase64;
                return Base64.IsValid(text) ? Delimited(FromBase64(text)) : null;
            case JsonType.TraceId or JsonType.SpanId:
                fault = JsonFault.BadId;
                return text.Length == 0 || text.Length == (field.Type == JsonType.TraceId ? 32 : 16) ? Id(text) : null;
            case JsonType.Enum:
                fault = JsonFault.BadEnum;
                var known = field.EnumNames.Where(name => name.Name.AsSpan().SequenceEqual(text));
                return known.Any() ? Varint((ulong)known.First().Value) : null;
            default:
                fault = JsonFault.BadNumber;
                return Number(field.Type, Encoding.Latin1.GetString(text));
        }
    }

    internal static byte[] Delimited(byte[] content) => [.. Varint((ulong)content.Length), .. content];

    private static byte[] Varint(ulong value) => new WireWriter().Varint(value).ToArray();

    private static byte[]? Id(byte[] text) => text.All(letter => char.IsAsciiHexDigit((char)letter))
        ? Delimited(Convert.FromHexString(Encoding.ASCII.GetString(text)))
        : null;

    private static byte[] FromBase64(byte[] text)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        Base64.DecodeFromUtf8(text, bytes, out _, out var length);
        return bytes[..length];
    }

    private static double? Real(string text)
    {
        var word = text.TrimStart('+', '-').ToUpperInvariant();
        if (text.Length - word.Length <= 1 && word is "INF" or "INFINITY")
        {
            return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }

        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(Encoding.Latin1.GetBytes(text), style, CultureInfo.InvariantCulture, out var value)
            && !double.IsInfinity(value) ? value : null;
    }

    private static byte[]? Whole(JsonType type, BigInteger value)
    {
        (BigInteger least, BigInteger most) = type switch
        {
            JsonType.UInt64 or JsonType.Fixed64 => (BigInteger.Zero, (BigInteger)ulong.MaxValue),
            JsonType.UInt32 or JsonType.Fixed32 => (0, uint.MaxValue),
            JsonType.SInt32 or JsonType.Enum => (int.MinValue, int.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
        if (value < least || value > most)
        {
            return null;
        }

        var bits = (ulong)(value & ulong.MaxValue);
        return type switch
        {
            JsonType.Fixed64 or JsonType.SFixed64 => BitConverter.GetBytes(bits),
            JsonType.Fixed32 => BitConverter.GetBytes((uint)bits),
            JsonType.SInt32 => Varint((ulong)(value.Sign < 0 ? (-2 * value) - 1 : 2 * value)),
            _ => Varint(bits),
        };
    }

    [GeneratedRegex(@"^-?[0-9]+\z")]
    private static partial Regex Integer();
}
