using System.Runtime.CompilerServices;
using HotPath.Core.Wire;

namespace HotPath.Core.Index;

/// <summary>
/// Steps over the fields of one message of a checked request, by pointers. As <see cref="FieldReader"/> it trusts the check for meaning,
/// not for safety: what no check would pass ends the message early, and nothing outside is read.
/// </summary>
internal unsafe ref struct FieldCursor
{
    private readonly byte* _end;
    private byte* _at;

    public FieldCursor(byte* at, byte* end)
    {
        _at = at;
        _end = end;
    }

    /// <summary>Where the field's tag begins.</summary>
    public byte* Start { get; private set; }

    /// <summary>Where its content begins.</summary>
    public byte* Body { get; private set; }

    /// <summary>Where the next field begins.</summary>
    public readonly byte* End => _at;

    /// <summary>Bytes of its content.</summary>
    public readonly int BodyLength => (int)(_at - Body);

    /// <summary>The field's tag: number × 8 + wire type.</summary>
    public uint Tag { get; private set; }

    /// <summary>Goes to the next field; false at the message's end.</summary>
    /// <remarks>
    /// Nothing here takes the cursor's address, so that it lives in registers: what is rare is static and works on copies.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Next()
    {
        byte* at = _at;
        byte* end = _end;
        if (at >= end)
        {
            return false;
        }

        Start = at;
        uint tag = *at++;
        if (tag >= 0x80)
        {
            uint longTag;
            at = LongVarint(at - 1, end, &longTag);
            tag = longTag;
        }

        Tag = tag;
        uint kind = tag & WireType.Mask;
        if (kind == WireType.LengthDelimited && at < end)
        {
            uint length = *at++;
            if (length >= 0x80 && at < end && *at < 0x80)
            {
                // Two bytes: nearly every item, and what it lies in.
                length = (length & 0x7F) | ((uint)*at++ << 7);
            }
            else if (length >= 0x80)
            {
                uint longLength;
                at = LongVarint(at - 1, end, &longLength);
                length = longLength;
            }

            Body = at;
            if (length > (ulong)(end - at))
            {
                _at = end;
                return false;
            }

            _at = at + length;
            return true;
        }

        Body = at;
        if (kind == WireType.Fixed64 && end - at >= sizeof(ulong))
        {
            _at = at + sizeof(ulong);
            return true;
        }

        if (kind == WireType.Varint && at < end && *at < 0x80)
        {
            _at = at + 1;
            return true;
        }

        byte* next = SkipOther(at, end, tag);
        _at = next == null ? end : next;
        return next != null;
    }

    /// <summary>
    /// The end of a long varint, four bytes, or a group with all that is in it; null if it does not end inside the message.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static byte* SkipOther(byte* at, byte* end, uint tag)
    {
        for (int openGroups = 0; ;)
        {
            long skip = 0;
            uint length;
            switch (tag & WireType.Mask)
            {
                case WireType.Varint:
                    at = LongVarint(at, end, &length);
                    break;
                case WireType.Fixed64:
                    skip = sizeof(ulong);
                    break;
                case WireType.Fixed32:
                    skip = sizeof(uint);
                    break;
                case WireType.LengthDelimited:
                    at = LongVarint(at, end, &length);
                    skip = length;
                    break;
                case WireType.StartGroup:
                    openGroups++;
                    break;
                case WireType.EndGroup:
                    openGroups--;
                    break;
                default:
                    skip = long.MaxValue;
                    break;
            }

            if (skip > end - at)
            {
                return null;
            }

            at += skip;
            if (openGroups <= 0)
            {
                return at;
            }

            if (at >= end)
            {
                return null;
            }

            at = LongVarint(at, end, &tag);
        }
    }

    /// <summary>Reads a varint's low 32 bits; returns where it ends.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static byte* LongVarint(byte* at, byte* end, uint* low)
    {
        ulong value = 0;
        for (int shift = 0; at < end; shift += 7)
        {
            byte piece = *at++;
            value |= shift < 64 ? (ulong)(piece & 0x7F) << shift : 0;
            if (piece < 0x80)
            {
                break;
            }
        }

        *low = (uint)value;
        return at;
    }
}
