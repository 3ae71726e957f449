using System.Runtime.CompilerServices;

namespace HotPath.Core.Wire;

/// <summary>The walk's rare turns, kept out of its loop: values longer than one byte, packed fields, groups.</summary>
internal unsafe ref partial struct OtlpWalker
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private byte* LongTag(byte* field, byte* end, out uint tag)
    {
        var next = WireRead.ReadTag(field, end, out tag, out var fault);
        return next == null ? Fail(fault, field) : next;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private byte* LongVarint(byte* field, byte* at, byte* end)
    {
        var next = WireRead.SkipVarint(at, end, out var fault);
        return next == null ? Fail(fault, field) : next;
    }

    /// <summary>Reads a length of several bytes. Like the oracle it takes the low 32 bits of a longer varint.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private byte* LongLength(byte* field, byte* at, byte* end, out uint length)
    {
        var next = WireRead.ReadVarint(at, end, out var value, out var fault);
        length = (uint)value;
        return next == null ? Fail(fault, field) : next;
    }

    /// <summary>A length that reaches past the enclosing message's end.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* Overlong(byte* field, byte* at, uint length, FieldKind kind)
    {
        // Google.Protobuf takes a packed field whose end overflows an int for an empty one and reads on behind the length. Its verdict
        // is the contract.
        var overflows = (int)length + (long)(at - _start) > int.MaxValue || (int)length < 0;
        return kind is FieldKind.PackedFixed64 or FieldKind.PackedVarints && overflows ? at : Fail(WireFault.Truncated, field);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* PackedVarints(byte* field, byte* at, byte* end)
    {
        while (at < end)
        {
            at = WireRead.SkipVarint(at, end, out var fault);
            if (at == null)
            {
                return Fail(fault, field);
            }
        }

        return end;
    }

    /// <summary>
    /// Passes over an unknown field that is a group: fields up to an end tag of the same number. All of them are unknown, so only the
    /// layout counts. Here also end what is no group: end tags without a start, and the wire types 6 and 7.
    /// <code>
    ///   number·8+3  field field …  number·8+4
    /// </code>
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* Group(byte* field, byte* at, byte* end, uint startTag, int depth)
    {
        if ((startTag & WireType.Mask) != WireType.StartGroup)
        {
            return Fail((startTag & WireType.Mask) == WireType.EndGroup ? WireFault.UnmatchedGroup : WireFault.UnknownWireType, field);
        }

        if (depth == MaxDepth)
        {
            return Fail(WireFault.NestedTooDeep, field);
        }

        while (at < end)
        {
            var inner = at;
            if ((at = LongTag(inner, end, out var tag)) == null)
            {
                return null;
            }

            if ((tag & WireType.Mask) == WireType.EndGroup)
            {
                return tag == startTag + 1 ? at : Fail(WireFault.UnmatchedGroup, inner);
            }

            if ((at = InGroup(inner, at, end, tag, depth + 1)) == null)
            {
                return null;
            }
        }

        return Fail(WireFault.UnmatchedGroup, field);
    }

    private byte* InGroup(byte* field, byte* at, byte* end, uint tag, int depth)
    {
        switch (tag & WireType.Mask)
        {
            case WireType.Varint:
                return LongVarint(field, at, end);
            case WireType.Fixed64:
                return end - at >= sizeof(ulong) ? at + sizeof(ulong) : Fail(WireFault.Truncated, field);
            case WireType.Fixed32:
                return end - at >= sizeof(uint) ? at + sizeof(uint) : Fail(WireFault.Truncated, field);
            case WireType.LengthDelimited:
                at = LongLength(field, at, end, out var length);
                return at == null || length <= (ulong)(end - at) ? at + (at == null ? 0 : length) : Fail(WireFault.Truncated, field);
            default:
                return Group(field, at, end, tag, depth);
        }
    }
}
