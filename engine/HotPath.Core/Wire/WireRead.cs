using System.Runtime.CompilerServices;

namespace HotPath.Core.Wire;

/// <summary>
/// The variable-length primitives of protobuf's wire format over pointers (https://protobuf.dev/programming-guides/encoding/). Each
/// takes where to read and where the enclosing message ends, reads nothing from that end on, and returns where to read next, or null
/// with the fault.
/// <code>
///   varint:  1xxxxxxx 1xxxxxxx … 0xxxxxxx      seven bits a byte, lowest first; the high bit says that another byte follows
/// </code>
/// </summary>
internal static unsafe class WireRead
{
    /// <summary>The most bytes a varint has: ten times seven bits hold 64.</summary>
    internal const int MaxVarintBytes = 10;

    private const byte More = 0x80;
    private const byte Payload = 0x7F;

    /// <summary>Passes over a varint.</summary>
    internal static byte* SkipVarint(byte* at, byte* end, out WireFault fault) => ReadVarint(at, end, out _, out fault);

    /// <summary>Reads a varint's low 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static byte* ReadVarint(byte* at, byte* end, out ulong value, out WireFault fault)
    {
        value = 0;
        for (var shift = 0; shift < 7 * MaxVarintBytes; shift += 7)
        {
            if (at >= end)
            {
                fault = WireFault.Truncated;
                return null;
            }

            var piece = *at++;
            value |= (ulong)(piece & Payload) << shift;
            if (piece < More)
            {
                fault = WireFault.None;
                return at;
            }
        }

        fault = WireFault.VarintTooLong;
        return null;
    }

    /// <summary>Reads a tag, field number × 8 + wire type; the number is 1 to 2²⁹−1, so a tag fits 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static byte* ReadTag(byte* at, byte* end, out uint tag, out WireFault fault)
    {
        var first = at;
        at = ReadVarint(at, end, out var value, out fault);
        tag = (uint)value;
        if (at == null)
        {
            return null;
        }

        // A tenth byte may hold one bit of 64; what it holds above is lost to the value, and too much for a tag anyway.
        var isLong = at - first == MaxVarintBytes && at[-1] != 0;
        if (isLong || value > uint.MaxValue || value >> WireType.NumberShift == 0)
        {
            fault = WireFault.TagOutOfRange;
            return null;
        }

        return at;
    }
}
