using System.Buffers;
using HotPath.Core.Wire;

namespace HotPath.Core.Json;

/// <summary>
/// One pass over one checked request, driven by <see cref="JsonSchema"/>. JSON has one key for what may lie scattered over a message, and
/// fields in any order: of each message it is noted first where each field occurs first and last, then the fields are written in the
/// Collector's order. Fields that the schema does not know have no name and are left out.
/// </summary>
internal ref partial struct WireToJson(IBufferWriter<byte> into)
{
    private const int Absent = -1;
    private JsonOutput _json = new(into);

    internal void Run(Signal signal, ReadOnlySpan<byte> request)
    {
        Message(request, OtlpSchema.RequestOf(signal));
        _json.Flush();
    }

    private void Message(ReadOnlySpan<byte> body, FieldKind type)
    {
        var fields = JsonSchema.FieldsOf(type);
        Span<int> first = stackalloc int[JsonSchema.MostFields];
        Span<int> last = stackalloc int[JsonSchema.MostFields];
        first.Fill(Absent);
        var reader = new FieldReader(body, 0, body.Length);
        while (reader.Next())
        {
            var at = JsonSchema.IndexOf(type, reader.Tag);
            if (at >= 0)
            {
                first[at] = first[at] == Absent ? reader.Start : first[at];
                last[at] = reader.Start;
            }
        }

        KeepLastMember(body, fields, first, last);
        _json.Open((byte)'{');
        for (var i = 0; i < fields.Length; i++)
        {
            if (first[i] != Absent)
            {
                Field(body, fields[i], first[i], last[i]);
            }
        }

        _json.Close((byte)'}');
    }

    /// <summary>Of a oneof the last member counts, without what came of it before another one.</summary>
    private static void KeepLastMember(ReadOnlySpan<byte> body, JsonField[] fields, Span<int> first, Span<int> last)
    {
        var winner = Absent;
        for (var i = 0; i < fields.Length; i++)
        {
            var isMember = fields[i].Rule == FieldRule.OneOf && first[i] != Absent;
            winner = isMember && (winner == Absent || last[i] > last[winner]) ? i : winner;
        }

        var lastLoser = Absent;
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].Rule == FieldRule.OneOf && first[i] != Absent && i != winner)
            {
                lastLoser = Math.Max(lastLoser, last[i]);
                first[i] = Absent;
            }
        }

        if (winner != Absent && first[winner] < lastLoser)
        {
            first[winner] = FirstAfter(body, fields[winner], lastLoser);
        }
    }

    private static int FirstAfter(ReadOnlySpan<byte> body, JsonField field, int offset)
    {
        var reader = new FieldReader(body, offset, body.Length);
        while (reader.Next())
        {
            if (reader.Start > offset && Is(field, reader.Tag))
            {
                break;
            }
        }

        return reader.Start;
    }

    private void Field(ReadOnlySpan<byte> body, JsonField field, int first, int last)
    {
        if (!field.IsRepeated && field.Type != JsonType.Message)
        {
            var reader = new FieldReader(body, last, body.Length);
            reader.Next();
            var value = body[reader.BodyStart..reader.End];
            if (field.KeepsDefault || !IsDefault(field.Type, value))
            {
                _json.Key(field.Key);
                Scalar(field.Type, value);
            }
        }
        else if (field.IsRepeated)
        {
            _json.Key(field.Key);
            _json.Open((byte)'[');
            Elements(body, field, first, last);
            _json.Close((byte)']');
        }
        else
        {
            _json.Key(field.Key);
            if (first == last)
            {
                var reader = new FieldReader(body, last, body.Length);
                reader.Next();
                Message(body[reader.BodyStart..reader.End], field.Message);
            }
            else
            {
                Merged(body, field, first);
            }
        }
    }

    private void Elements(ReadOnlySpan<byte> body, JsonField field, int first, int last)
    {
        var reader = new FieldReader(body, first, body.Length);
        while (reader.Next() && reader.Start <= last)
        {
            if (!Is(field, reader.Tag))
            {
                continue;
            }

            var value = body[reader.BodyStart..reader.End];
            if (field.Type == JsonType.Message)
            {
                Message(value, field.Message);
            }
            else if (field.IsPacked && reader.Tag == field.Tag)
            {
                Packed(field, value);
            }
            else
            {
                Scalar(field.Type, value);
            }
        }
    }

    /// <summary>Several occurrences of one message are one: their contents one behind the other.</summary>
    private void Merged(ReadOnlySpan<byte> body, JsonField field, int first)
    {
        var whole = ArrayPool<byte>.Shared.Rent(body.Length);
        try
        {
            var length = 0;
            var reader = new FieldReader(body, first, body.Length);
            while (reader.Next())
            {
                if (Is(field, reader.Tag))
                {
                    var part = body[reader.BodyStart..reader.End];
                    part.CopyTo(whole.AsSpan(length));
                    length += part.Length;
                }
            }

            Message(whole.AsSpan(0, length), field.Message);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    private static bool Is(JsonField field, uint tag) => tag == field.Tag || tag == field.ElementTag;
}
