using System.Runtime.CompilerServices;
using HotPath.Core.Hashing;
using HotPath.Core.Index;

namespace HotPath.Core.Edits;

/// <content>
/// SHA-256 of values, many at once: a hash has its place, length and kind as soon as it is asked for, and its content once enough have come
/// together, or somebody must read one.
/// </content>
public sealed unsafe partial class Overlay
{
    /// <summary>Hashes that may be pending: four rounds of the widest kernel.</summary>
    internal const int MostPendingHashes = 64;

    private PendingHashes _pending;
    private int _pendingCount;

    /// <summary>
    /// The SHA-256 of a value's content as a text of 64 lower-case hex digits. It may be set on attributes at once; before anyone reads its
    /// content, <see cref="FinishHashes"/> or <see cref="Settle"/> must be called.
    /// </summary>
    public WireValue Hash(in WireValue content)
    {
        if (_pendingCount == MostPendingHashes)
        {
            FinishHashes();
        }

        byte* to = _arena.Take(HashJob.HexBytes);
        _pending[_pendingCount++] = new HashJob { From = content.Address, Length = content.Length, To = to };
        return new WireValue(to, HashJob.HexBytes, ValueKind.Text);
    }

    /// <summary>Fills in the content of all hashes that were asked for.</summary>
    public void FinishHashes()
    {
        if (_pendingCount > 0)
        {
            Sha256Lanes.Hash(((Span<HashJob>)_pending)[.._pendingCount]);
            _pendingCount = 0;
        }
    }

    /// <summary>Sees to it that a value can be read: finishes hashes if it is one that is pending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Settle(in WireValue value)
    {
        if (_pendingCount > 0 && value.Length == HashJob.HexBytes)
        {
            FinishIfPending(value.Address);
        }
    }

    private void FinishIfPending(byte* content)
    {
        for (int i = 0; i < _pendingCount; i++)
        {
            if (_pending[i].To == content)
            {
                FinishHashes();
                return;
            }
        }
    }

    [InlineArray(MostPendingHashes)]
    private struct PendingHashes
    {
        private HashJob _first;
    }
}
