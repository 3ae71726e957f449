using HotPath.Core.Json;
using HotPath.Core.Wire;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Json.Plain;

/// <summary>
/// OTLP/JSON to wire bytes as plainly as it can be written, with an array for each message: the twin of <see cref="OtlpJsonReader"/>, which
/// must come to the same bytes, or to the same fault at the same place.
/// </summary>
internal sealed class PlainReader : PlainCursor
{
    private PlainReader(byte[] json)
        : base(json)
    {
    }

    internal static JsonResult Read(Signal signal, byte[] json, out byte[] wire)
    {
        wire = [];
        try
        {
            wire = new PlainReader(json).Request(OtlpSchema.RequestOf(signal));
            return new JsonResult(JsonFault.None, 0, wire.Length);
        }
        catch (PlainFaultException fault)
        {
            return new JsonResult(fault.Fault, fault.Offset, 0);
        }
    }

    private byte[] Request(FieldKind type)
    {
        switch (Peek())
        {
            case 0 when IsAtEnd:
                throw Fault(JsonFault.Empty, 0);
            case (byte)'{':
                return Message(type, 0);
            case (byte)'n':
                Literal("null");
                return [];
            default:
                throw Mismatch();
        }
    }

    private byte[] Message(FieldKind type, int depth)
    {
        var wire = new List<byte>();
        Many((byte)'}', () =>
        {
            var name = Key();
            var field = JsonSchema.FieldsOf(type)
                .SingleOrDefault(field => name.AsSpan().SequenceEqual(field.CamelName) || name.AsSpan().SequenceEqual(field.SnakeName));
            if (field is null)
            {
                Skip(depth);
            }
            else if (Peek() == 'n')
            {
                Literal("null");
            }
            else
            {
                Field(wire, field, depth);
            }
        });
        return [.. wire];
    }

    private void Field(List<byte> wire, JsonField field, int depth)
    {
        if (!field.IsRepeated)
        {
            wire.AddRange([.. Varint(field.Tag), .. Value(field, depth)]);
            return;
        }

        if (Peek() != '[')
        {
            throw Mismatch();
        }

        var packed = new List<byte>();
        Many((byte)']', () =>
        {
            if (field.IsPacked)
            {
                packed.AddRange(Value(field, depth));
            }
            else if (field.Type == JsonType.Message && Peek() == 'n')
            {
                Literal("null");
                wire.AddRange([.. Varint(field.Tag), 0]);
            }
            else
            {
                wire.AddRange([.. Varint(field.Tag), .. Value(field, depth)]);
            }
        });
        wire.AddRange(packed.Count > 0 ? [.. Varint(field.Tag), .. Delimited([.. packed])] : []);
    }

    private byte[] Value(JsonField field, int depth)
    {
        var next = Peek();
        var offset = At;
        switch (field.Type)
        {
            case JsonType.Message when next != '{':
                throw Mismatch();
            case JsonType.Message when depth == 100:
                throw Fault(JsonFault.NestedTooDeep, At);
            case JsonType.Message:
                return Delimited(Message(field.Message, depth + 1));
            case JsonType.Bool when next is (byte)'t' or (byte)'f':
                Literal(next == 't' ? "true" : "false");
                return [(byte)(next == 't' ? 1 : 0)];
            case not (JsonType.Bool or JsonType.Utf8) when next is (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return PlainValues.Number(field.Type, Number()) ?? throw Fault(PlainValues.NumberFault(field.Type), offset);
            case not JsonType.Bool when next == '"':
                var text = Text(out var raw);
                return PlainValues.Quoted(field, text, raw, out var fault) is { } value ? value : throw Fault(fault, offset);
            default:
                throw Mismatch();
        }
    }

    private PlainFaultException Mismatch() =>
        Fault(Peek() == '"' || "{[tfn-0123456789".Contains((char)Peek()) ? JsonFault.WrongType : JsonFault.NotJson, At);

    private static byte[] Delimited(byte[] content) => PlainValues.Delimited(content);

    private static byte[] Varint(ulong value) => new WireWriter().Varint(value).ToArray();
}
