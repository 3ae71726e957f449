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
        Key = Encoding.ASCII.GetBytes($"\"{name}\":");
        Type = type;
        Rule = rule;
        Message = message;
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

    /// <summary>The camel name in quotes, and a colon.</summary>
    internal byte[] Key { get; }

    internal JsonType Type { get; }

    internal FieldRule Rule { get; }

    /// <summary>The message type, if <see cref="Type"/> is a message.</summary>
    internal FieldKind Message { get; }

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

    private static string Snake(string camel) =>
        string.Concat(camel.Select(letter => char.IsAsciiLetterUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
