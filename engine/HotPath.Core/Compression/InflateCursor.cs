using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace HotPath.Core.Compression;

/// <summary>
/// Where an inflater reads and writes. Bits come lowest first:
/// <code>
///   …  In[1]   In[0] │ Bits: Count of them not yet used │ used
///                    63                                 0
/// </code>
/// Above Count there may be bits of In[0] and behind, never anything else.
/// </summary>
internal unsafe struct InflateCursor
{
    public byte* In;
    public byte* InStart;
    public byte* InEnd;
    public byte* Out;
    public byte* OutStart;
    public byte* OutEnd;
    public ulong Bits;
    public int Count;

    /// <summary>Bits used so far, from the stream's start.</summary>
    public readonly long Position => (8 * (In - InStart)) - Count;

    /// <summary>Loads eight bytes, of which the first is the lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(byte* from)
    {
        ulong bytes = Unsafe.ReadUnaligned<ulong>(from);
        return BitConverter.IsLittleEndian ? bytes : BinaryPrimitives.ReverseEndianness(bytes);
    }

    /// <summary>Makes at least 56 bits ready, or all that are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Refill()
    {
        if (InEnd - In >= sizeof(ulong))
        {
            Bits |= Load(In) << Count;
            In += (63 - Count) >> 3;
            Count |= 56;
            return;
        }

        while (Count < 56 && In < InEnd)
        {
            Bits |= (ulong)*In++ << Count;
            Count += 8;
        }
    }

    /// <summary>Takes a few bits that <see cref="Refill"/> made ready; false if so many are not left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(int bits, out uint value)
    {
        value = (uint)(Bits & ((1ul << bits) - 1));
        if (bits > Count)
        {
            return false;
        }

        Bits >>= bits;
        Count -= bits;
        return true;
    }

    /// <summary>Goes to where a loop came that kept all of this in registers; above its last eight, count is noise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MoveTo(byte* input, byte* output, ulong bits, uint count)
    {
        In = input;
        Out = output;
        Bits = bits;
        Count = (byte)count;
    }

    /// <summary>Goes to the next byte and gives back whole bytes that were made ready.</summary>
    public void Align()
    {
        In -= Count >> 3;
        Bits = 0;
        Count = 0;
    }
}
