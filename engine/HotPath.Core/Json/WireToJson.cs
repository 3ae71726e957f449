using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using HotPath.Core.Wire;

namespace HotPath.Core.Json;

/// <summary>
/// One pass over one checked request, driven by <see cref="JsonSchema"/>. JSON has one key for what may lie scattered over a message, and
/// fields in any order: of each message it is noted first where each field occurs first and last, then the fields are written in the
/// Collector's order. Fields that the schema does not know have no name and are left out.
/// </summary>
internal ref partial struct WireToJson(IBufferWriter<byte> into)
{
    private JsonOutput _json = new(into);

    internal void Run(Signal signal, ReadOnlySpan<byte> request)
    {
        Message(request, OtlpSchema.RequestOf(signal));
        _json.Flush();
    }

    // What is read of the places has been written before, so they need not be cleared.
    [SkipLocalsInit]
    private void Message(ReadOnlySpan<byte> body, FieldKind type)
    {
        var fields = JsonSchema.FieldsOf(type);
        Span<FieldPlace> places = stackalloc FieldPlace[JsonSchema.MostFields];

        // A bit for each field that occurs.
        uint seen = 0;
        var reader = new FieldReader(body, 0, body.Length);
        while (reader.Next())
        {
            var at = JsonSchema.IndexOf(type, reader.Tag);
            if (at < 0)
            {
                continue;
            }

            var bit = 1u << at;
            ref var place = ref places[at];
            if ((seen & bit) == 0)
            {
                place.First = reader.Start;
                seen |= bit;
            }

            place.Last = reader.Start;
            place.BodyStart = reader.BodyStart;
            place.End = reader.End;
        }

        var members = seen & JsonSchema.OneOfBits(type);
        if ((members & (members - 1)) != 0)
        {
            seen = KeepLastMember(body, fields, seen, members, places);
        }

        _json.Open((byte)'{');
        for (; seen != 0; seen &= seen - 1)
        {
            var at = BitOperations.TrailingZeroCount(seen);
            Field(body, fields[at], places[at]);
        }

        _json.Close((byte)'}');
    }

    /// <summary>Of several members of a oneof the last counts, without what came of it before another one.</summary>
    private static uint KeepLastMember(ReadOnlySpan<byte> body, JsonField[] fields, uint seen, uint members, Span<FieldPlace> places)
    {
        var winner = BitOperations.TrailingZeroCount(members);
        for (var left = members; left != 0; left &= left - 1)
        {
            var at = BitOperations.TrailingZeroCount(left);
            winner = places[at].Last > places[winner].Last ? at : winner;
        }

        var losers = members & ~(1u << winner);
        var lastLoser = 0;
        for (var left = losers; left != 0; left &= left - 1)
        {
            lastLoser = Math.Max(lastLoser, places[BitOperations.TrailingZeroCount(left)].Last);
        }

        if (places[winner].First < lastLoser)
        {
            places[winner].First = FirstAfter(body, fields[winner], lastLoser);
        }

        return seen & ~losers;
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

    private void Field(ReadOnlySpan<byte> body, JsonField field, in FieldPlace place)
    {
        if (field.IsRepeated)
        {
            _json.Key(field);
            _json.Open((byte)'[');
            Elements(body, field, place.First, place.Last);
            _json.Close((byte)']');
            return;
        }

        var value = body[place.BodyStart..place.End];
        if (field.Type != JsonType.Message)
        {
            if (field.KeepsDefault || !IsDefault(field.Type, value))
            {
                _json.Key(field);
                Scalar(field.Type, value);
            }

            return;
        }

        _json.Key(field);
        if (place.First == place.Last)
        {
            Message(value, field.Message);
        }
        else
        {
            Merged(body, field, place.First);
        }
    }

    private static bool Is(JsonField field, uint tag) => tag == field.Tag || tag == field.ElementTag;
}
