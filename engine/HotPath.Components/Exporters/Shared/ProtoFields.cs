using System.Buffers.Binary;

namespace HotPath.Components.Exporters.Shared;

/// <summary>
/// Walks the fields of one small protobuf message that came from outside: never reads past its end, never throws.
/// <code>
///   field:   tag varint = number × 8 + type │ type 0: varint   1: 8 bytes   2: length varint, bytes   5: 4 bytes
/// </code>
/// Groups (types 3 and 4) are not OTLP's; they end the walk as a fault.
/// </summary>
internal ref struct ProtoFields
{
    private ReadOnlySpan<byte> _rest;

    public ProtoFields(ReadOnlySpan<byte> message) => _rest = message;

    /// <summary>True if the message is not protobuf.</summary>
    public bool IsFaulty { get; private set; }

    /// <summary>The current field's number.</summary>
    public int Number { get; private set; }

    /// <summary>The current field's value, if it is a number; else 0.</summary>
    public ulong Value { get; private set; }

    /// <summary>The current field's bytes, if it has a length; else empty.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Goes to the next field; false at the end, or at a fault.</summary>
    public bool Next()
    {
        Value = 0;
        Bytes = default;
        if (_rest.IsEmpty)
        {
            return false;
        }

        if (!TryVarint(out ulong tag) || tag >> 3 is 0 or > int.MaxValue >> 2)
        {
            return Fault();
        }

        Number = (int)(tag >> 3);
        return TryValue((int)(tag & 7)) || Fault();
    }

    private bool TryValue(int type)
    {
        switch (type)
        {
            case 0 when TryVarint(out ulong value):
                Value = value;
                return true;
            case 1 when _rest.Length >= 8:
                Value = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
                _rest = _rest[8..];
                return true;
            case 2 when TryVarint(out ulong length) && length <= (ulong)_rest.Length:
                Bytes = _rest[..(int)length];
                _rest = _rest[(int)length..];
                return true;
            case 5 when _rest.Length >= 4:
                Value = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
                _rest = _rest[4..];
                return true;
            default:
                return false;
        }
    }

    private bool TryVarint(out ulong value)
    {
        value = 0;
        for (int i = 0; i < 10 && i < _rest.Length; i++)
        {
            value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return true;
            }
        }

        return false;
    }

    private bool Fault()
    {
        IsFaulty = true;
        _rest = default;
        return false;
    }
}
