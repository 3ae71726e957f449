using System.Runtime.CompilerServices;

namespace HotPath.Core.Wire;

/// <summary>
/// Steps over the fields of one message inside a checked request, without looking into them. Offsets count from the request's start. It
/// relies on the check for meaning, not for safety: bytes that no check would pass end the message early, and nothing outside is read.
/// <code>
///   Start          BodyStart           End
///   | tag [length] | content           |      a group's content ends with its end tag
/// </code>
/// </summary>
internal ref struct FieldReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;
    private bool _isBroken;

    /// <summary>Reads the fields in [<paramref name="start"/>, <paramref name="end"/>) of <paramref name="request"/>.</summary>
    internal FieldReader(ReadOnlySpan<byte> request, int start, int end)
    {
        _bytes = request[..end];
        _at = start;
    }

    /// <summary>Where the field's tag begins.</summary>
    internal int Start { get; private set; }

    /// <summary>Where its content begins.</summary>
    internal int BodyStart { get; private set; }

    /// <summary>Where the next field begins.</summary>
    internal readonly int End => _at;

    /// <summary>The field's tag: number × 8 + wire type.</summary>
    internal uint Tag { get; private set; }

    /// <summary>The field's number if it is length-delimited, else 0, which is no field's.</summary>
    internal readonly uint DelimitedNumber => (Tag & WireType.Mask) == WireType.LengthDelimited ? Tag >> WireType.NumberShift : 0;

    /// <summary>Goes to the next field; false at the message's end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Next()
    {
        if (_at >= _bytes.Length)
        {
            return false;
        }

        Start = _at;
        Tag = Varint();
        if ((Tag & WireType.Mask) == WireType.LengthDelimited)
        {
            // As the check reads it: a longer varint's low 32 bits.
            var length = Varint();
            BodyStart = _at;
            Skip(length);
        }
        else
        {
            BodyStart = _at;
            SkipOther(Tag);
        }

        return !_isBroken;
    }

    /// <summary>Passes over the content of a scalar, or of a group with all that is in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SkipOther(uint tag)
    {
        for (var openGroups = 0; ; tag = Varint())
        {
            switch (tag & WireType.Mask)
            {
                case WireType.Varint:
                    Varint();
                    break;
                case WireType.Fixed64:
                    Skip(sizeof(ulong));
                    break;
                case WireType.LengthDelimited:
                    Skip(Varint());
                    break;
                case WireType.StartGroup:
                    openGroups++;
                    break;
                case WireType.EndGroup:
                    openGroups--;
                    break;
                case WireType.Fixed32:
                    Skip(sizeof(uint));
                    break;
                default:
                    Break();
                    break;
            }

            if (openGroups <= 0 || _isBroken)
            {
                return;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Skip(uint length)
    {
        if (length <= (uint)(_bytes.Length - _at))
        {
            _at += (int)length;
        }
        else
        {
            Break();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Varint() => _at < _bytes.Length && _bytes[_at] < 0x80 ? _bytes[_at++] : LongVarint();

    /// <summary>Reads a varint's low 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private uint LongVarint()
    {
        ulong value = 0;
        for (var shift = 0; _at < _bytes.Length; shift += 7)
        {
            var piece = _bytes[_at++];
            value |= (ulong)(piece & 0x7F) << shift;
            if (piece < 0x80)
            {
                return (uint)value;
            }
        }

        Break();
        return 0;
    }

    private void Break()
    {
        _isBroken = true;
        _at = _bytes.Length;
    }
}
