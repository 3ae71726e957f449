using System.Runtime.CompilerServices;
using HotPath.Core.Hashing;

namespace HotPath.Core.Edits;

/// <summary>
/// What a sampler must know of up to sixteen spans, taken in one pass over their bytes (<see cref="Overlay.Glance"/>). A scratch pad for
/// the stack; what it points to ends with the overlay.
/// </summary>
public struct SpanGlances
{
    /// <summary>How many spans there is room for.</summary>
    public const int Most = Fnv1aLanes.Lanes;

    internal const int IdWords = 4;

    internal WordsOfIds Ids;
    private ItemsOfLanes _items;
    private StatesOfLanes _states;
    private FlagsOfLanes _flags;

    [Flags]
    private enum Flag : byte
    {
        HasTraceId = 1,
        HasTraceState = 2,
        MayHave = 4,
    }

    /// <summary>How many spans it holds.</summary>
    public int Count { get; internal set; }

    /// <summary>The span's place in the index.</summary>
    public readonly int Item(int lane) => _items[lane];

    /// <summary>True if it has a trace state, be it an empty one.</summary>
    public readonly bool HasTraceState(int lane) => (_flags[lane] & Flag.HasTraceState) != 0;

    /// <summary>Its trace state; empty without one.</summary>
    public readonly WireField TraceState(int lane) => _states[lane];

    /// <summary>True if its trace id has 16 bytes that are not all zero.</summary>
    public readonly bool HasTraceId(int lane) => (_flags[lane] & Flag.HasTraceId) != 0;

    /// <summary>False if it certainly has no attribute under the key that was asked about.</summary>
    public readonly bool MayHave(int lane) => (_flags[lane] & Flag.MayHave) != 0;

    /// <summary>True if nothing but its trace id can say anything of its sampling.</summary>
    public readonly bool HasIdOnly(int lane) => _flags[lane] == Flag.HasTraceId;

    /// <summary>The second half of its trace id, as the big-endian number that it is.</summary>
    public readonly ulong TraceIdLow(int lane) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(
        Ids[(2 * Most) + lane] | ((ulong)Ids[(3 * Most) + lane] << 32));

    /// <summary>The 32-bit FNV-1a hash of each trace id, going on from a basis.</summary>
    public readonly void HashTraceIds(uint basis, Span<uint> hashes) => Fnv1aLanes.Hash(basis, Ids, IdWords, hashes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe void Add(int item, WireField traceId, WireField state, bool hasState, bool mayHave)
    {
        int lane = Count;
        uint a = 0, b = 0, c = 0, d = 0;
        if (traceId.Length == IdWords * sizeof(uint))
        {
            uint* words = (uint*)traceId.Address;
            (a, b, c, d) = (words[0], words[1], words[2], words[3]);
        }

        Ids[lane] = a;
        Ids[Most + lane] = b;
        Ids[(2 * Most) + lane] = c;
        Ids[(3 * Most) + lane] = d;
        _items[lane] = item;
        _states[lane] = state;
        _flags[lane] = ((a | b | c | d) != 0 ? Flag.HasTraceId : 0) | (hasState ? Flag.HasTraceState : 0) | (mayHave ? Flag.MayHave : 0);
        Count = lane + 1;
    }

    /// <summary>The first words of all, then the second ones, …</summary>
    [InlineArray(IdWords * Most)]
    internal struct WordsOfIds
    {
        private uint _first;
    }

    [InlineArray(Most)]
    private struct ItemsOfLanes
    {
        private int _first;
    }

    [InlineArray(Most)]
    private struct StatesOfLanes
    {
        private WireField _first;
    }

    [InlineArray(Most)]
    private struct FlagsOfLanes
    {
        private Flag _first;
    }
}
