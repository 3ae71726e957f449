using System.Buffers;

namespace HotPath.Components.Ottl.Patterns;

/// <summary>
/// Bytes that must stand next to each other in every text that a pattern is found in, each of them one of a set: of
/// <c>[a-z]+@[a-z]+</c>, a letter, an @ and a letter. It is looked for with SIMD by what is rarest in it, or, if it is long and no byte
/// of it is rare (13 digits), by every so many bytes of the text, of which one must be in it. Thread-safe.
/// </summary>
internal sealed class ByteWindow
{
    /// <summary>The most bytes that are looked at: enough to tell nearly all texts without a match apart.</summary>
    public const int MostBytes = 24;

    /// <summary>A byte that is met more often than this is not worth a search of its own.</summary>
    private const double RareChance = 0.012;

    /// <summary>A text is read in steps if they are expected to be at least so long.</summary>
    private const double LeastStep = 4;

    private readonly ulong[] _sets;
    private readonly int _length;
    private readonly byte[] _literal = [];
    private readonly SearchValues<byte> _rarest;
    private readonly int _anchor;
    private readonly byte[]? _steps;

    /// <summary>Makes one.</summary>
    /// <param name="sets">The bytes, one set each; not empty. More than <see cref="MostBytes"/> are cut.</param>
    public ByteWindow(ReadOnlySpan<ByteSet> sets)
    {
        ByteSet[] kept = sets[..Math.Min(sets.Length, MostBytes)].ToArray();
        _length = kept.Length;
        _sets = [.. kept.SelectMany(set => new[] { set.Low, set.Ascii, set.Trail, set.Lead })];
        Chance = kept.Aggregate(1.0, (chance, set) => chance * ByteChance.Of(set));
        (_anchor, int length) = LongestLiteral(kept);
        if (length > 0)
        {
            _literal = [.. kept.AsSpan(_anchor, length).ToArray().Select(set => set.ToArray()[0])];
        }
        else
        {
            _anchor = Enumerable.Range(0, _length).MinBy(i => ByteChance.Of(kept[i]));
        }

        _rarest = SearchValues.Create(kept[_anchor].ToArray());
        _steps = length <= 1 && ByteChance.Of(kept[_anchor]) > RareChance ? Steps(kept) : null;
    }

    /// <summary>How likely it is found at some place of a text, by the bytes that telemetry is made of.</summary>
    public double Chance { get; }

    /// <summary>True if a text holds it.</summary>
    public bool IsIn(ReadOnlySpan<byte> text)
    {
        if (_steps is not null)
        {
            return IsInBySteps(text, _steps);
        }

        // The window begins _anchor before what is searched, so the search begins there and ends where the rest still fits.
        int last = text.Length - _length;
        for (int start = 0; start <= last; start++)
        {
            ReadOnlySpan<byte> rest = text[(start + _anchor)..];
            int found = _literal.Length > 0 ? rest.IndexOf(_literal) : rest.IndexOfAny(_rarest);
            if (found < 0 || (start += found) > last)
            {
                return false;
            }

            if (IsAt(text, start))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if a text holds it at a place.</summary>
    public bool IsAt(ReadOnlySpan<byte> text, int start)
    {
        if (start + _length > text.Length)
        {
            return false;
        }

        ReadOnlySpan<ulong> sets = _sets;
        for (int i = 0; i < _length; i++)
        {
            byte value = text[start + i];
            if (((sets[(4 * i) + (value >> 6)] >> (value & 63)) & 1) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What stands at the window's last place says how far on the next window can be at least (Horspool).</summary>
    private bool IsInBySteps(ReadOnlySpan<byte> text, byte[] steps)
    {
        for (int end = _length - 1; end < text.Length; end += steps[text[end]])
        {
            if (IsAt(text, end - _length + 1))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// For each byte, how far it is from the end in the last place but the end that may hold it; null if that is mostly near.
    /// </summary>
    private static byte[]? Steps(ByteSet[] sets)
    {
        var steps = new byte[256];
        double expected = 0;
        for (int value = 0; value < steps.Length; value++)
        {
            int before = sets.Length - 2;
            while (before >= 0 && !sets[before].Contains((byte)value))
            {
                before--;
            }

            steps[value] = (byte)(sets.Length - 1 - before);
            expected += steps[value] * ByteChance.Of(ByteSet.Of((byte)value));
        }

        return expected >= LeastStep ? steps : null;
    }

    private static (int Start, int Length) LongestLiteral(ByteSet[] sets)
    {
        (int Start, int Length) longest = (0, 0);
        for (int start = 0; start < sets.Length; start++)
        {
            int end = start;
            while (end < sets.Length && sets[end].Count == 1)
            {
                end++;
            }

            longest = end - start > longest.Length ? (start, end - start) : longest;
            start = end;
        }

        return longest;
    }
}
