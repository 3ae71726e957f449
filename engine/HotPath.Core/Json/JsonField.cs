using System.Text;
using HotPath.Core.Wire;

namespace HotPath.Core.Json;

/// <summary>One field of a message type under its names in JSON and its tag in wire bytes. Immutable.</summary>
internal sealed class JsonField
{
    /// <summary>Makes a field.</summary>
    /// <param name="number">Its number in protobuf.</param>
    /// <param name="name">Its name in lowerCamelCase; the one in snake_case follows from it.</param>
    /// <param name="type">Its type.</param>
    /// <param name="rule">How often it occurs.</param>
    /// <param name="message">The message type of a <see cref="JsonType.Message"/>.</param>
    /// <param name="enumNames">The names of a <see cref="JsonType.Enum"/>.</param>
    internal JsonField(int number, string name, JsonType type, FieldRule rule, FieldKind message = default, EnumName[]? enumNames = null)
    {
        Number = number;
        CamelName = Encoding.ASCII.GetBytes(name);
        SnakeName = Encoding.ASCII.GetBytes(Snake(name));
        KeyLength = Encoding.ASCII.GetBytes($"\"{name}\":", KeyAfterComma.AsSpan(1));
        Type = type;
        Rule = rule;
        Message = message;
        LengthWidth = Width(message);
        EnumNames = enumNames ?? [];
        ElementTag = ((uint)number << WireType.NumberShift) | ElementWireType(type);
        IsPacked = rule == FieldRule.Repeated && ElementWireType(type) != WireType.LengthDelimited;
        Tag = IsPacked ? ((uint)number << WireType.NumberShift) | WireType.LengthDelimited : ElementTag;
    }

    internal int Number { get; }

    /// <summary>The name that OTLP writes, such as <c>traceId</c>.</summary>
    internal byte[] CamelName { get; }

    /// <summary>The name in the .proto file, such as <c>trace_id</c>, which is read as well.</summary>
    internal byte[] SnakeName { get; }

    /// <summary>A comma, the camel name in quotes, and a colon; behind that room for a wide load from the comma or the quote.</summary>
    internal byte[] KeyAfterComma { get; } = [(byte)',', .. new byte[StringScan.Width]];

    /// <summary>How many bytes the name in quotes has with its colon.</summary>
    internal int KeyLength { get; }

    internal JsonType Type { get; }

    internal FieldRule Rule { get; }

    /// <summary>The message type, if <see cref="Type"/> is a message.</summary>
    internal FieldKind Message { get; }

    /// <summary>How many bytes the length of such a message mostly has as a varint.</summary>
    internal int LengthWidth { get; }

    /// <summary>The names of the enum's values, if <see cref="Type"/> is an enum.</summary>
    internal EnumName[] EnumNames { get; }

    /// <summary>The tag that is written: number × 8 + wire type.</summary>
    internal uint Tag { get; }

    /// <summary>The tag of a value by itself; other than <see cref="Tag"/> only if the field is packed.</summary>
    internal uint ElementTag { get; }

    internal bool IsPacked { get; }

    internal bool IsRepeated => Rule == FieldRule.Repeated;

    /// <summary>Whether a default value must be written, since it says more than none.</summary>
    internal bool KeepsDefault => Rule is FieldRule.Optional or FieldRule.OneOf;

    private static uint ElementWireType(JsonType type) => type switch
    {
        JsonType.Utf8 or JsonType.Bytes or JsonType.TraceId or JsonType.SpanId or JsonType.Message => WireType.LengthDelimited,
        JsonType.Double or JsonType.Fixed64 or JsonType.SFixed64 => WireType.Fixed64,
        JsonType.Fixed32 => WireType.Fixed32,
        _ => WireType.Varint,
    };

    /// <summary>Up to 127, 16,383 and 2,097,151 bytes a length has 1, 2 and 3 bytes.</summary>
    private static int Width(FieldKind message) => message switch
    {
        FieldKind.ResourceSpans or FieldKind.ResourceLogs or FieldKind.ResourceMetrics => 3,
        FieldKind.ScopeSpans or FieldKind.ScopeLogs or FieldKind.ScopeMetrics => 3,
        FieldKind.Span or FieldKind.LogRecord or FieldKind.Metric or FieldKind.Resource => 2,
        FieldKind.Gauge or FieldKind.Sum or FieldKind.Histogram or FieldKind.ExponentialHistogram or FieldKind.Summary => 2,
        FieldKind.HistogramPoint or FieldKind.ExponentialPoint => 2,
        _ => 1,
    };

    private static string Snake(string camel) =>
        string.Concat(camel.Select(letter => char.IsAsciiLetterUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
