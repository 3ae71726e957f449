using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HotPath.Core.Index;

/// <summary>
/// Looks for a key that hardly ever occurs in stretches of a request: at two of its bytes, those that are rarest in text, at as many
/// places at a time as a vector holds. Immutable.
/// </summary>
public sealed unsafe class KeySearch
{
    // By how often they occur in keys and values, the most frequent first; what is not here is rarer still.
    private const string Frequent = "etaonrislc.dmuhp_gyfvbkwxzqj0123456789-/";

    private readonly int _first;
    private readonly int _second;

    /// <summary>Prepares the search for a key of at least two bytes.</summary>
    public KeySearch(AttributeKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 2);
        Key = key;
        byte[] bytes = key.Utf8.ToArray();
        int[] rarest = [.. Enumerable.Range(0, key.Length).OrderByDescending(i => Rarity(bytes[i])).Take(2).Order()];
        (_first, _second) = (rarest[0], rarest[1]);
    }

    /// <summary>The key.</summary>
    public AttributeKey Key { get; }

    /// <summary>True if the key's bytes occur in a text.</summary>
    public bool Occurs(ReadOnlySpan<byte> text)
    {
        fixed (byte* at = text)
        {
            return Occurs(at, at + text.Length);
        }
    }

    /// <summary>True if the key's bytes occur in [<paramref name="at"/>, <paramref name="end"/>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal bool Occurs(byte* at, byte* end)
    {
        byte* key = Key.Address;
        int first = _first, second = _second, beyond = Key.Length - 1;
        if (Vector512.IsHardwareAccelerated)
        {
            int wide = Vector512<byte>.Count;
            Vector512<byte> a = Vector512.Create(key[first]), b = Vector512.Create(key[second]);
            for (; end - at >= wide + beyond; at += wide)
            {
                Vector512<byte> differing = (Vector512.Load(at + first) ^ a) | (Vector512.Load(at + second) ^ b);
                if (Vector512.EqualsAny(differing, Vector512<byte>.Zero) && IsIn(at, wide + beyond))
                {
                    return true;
                }
            }
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            int wide = Vector256<byte>.Count;
            Vector256<byte> a = Vector256.Create(key[first]), b = Vector256.Create(key[second]);
            for (; end - at >= wide + beyond; at += wide)
            {
                Vector256<byte> differing = (Vector256.Load(at + first) ^ a) | (Vector256.Load(at + second) ^ b);
                if (Vector256.EqualsAny(differing, Vector256<byte>.Zero) && IsIn(at, wide + beyond))
                {
                    return true;
                }
            }
        }

        return end > at && IsIn(at, (int)(end - at));
    }

    private static int Rarity(byte letter)
    {
        int place = Frequent.IndexOf((char)letter, StringComparison.Ordinal);
        return place < 0 ? Frequent.Length : place;
    }

    private bool IsIn(byte* at, int length) => new ReadOnlySpan<byte>(at, length).IndexOf(Key.Utf8) >= 0;
}
