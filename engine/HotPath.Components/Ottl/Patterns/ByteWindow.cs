using System.Buffers;

namespace HotPath.Components.Ottl.Patterns;

/// <summary>
/// Bytes that must stand next to each other in every text that a pattern is found in, each of them one of a set: of
/// <c>[a-z]+@[a-z]+</c>, a letter, an @ and a letter. What is rarest in it is looked for with SIMD, what is around it is compared then.
/// </summary>
internal sealed class ByteWindow
{
    /// <summary>The most bytes that are looked at: enough to tell nearly all texts without a match apart.</summary>
    public const int MostBytes = 24;

    private readonly ByteSet[] _sets;
    private readonly byte[] _literal = [];
    private readonly SearchValues<byte> _rarest;
    private readonly int _anchor;

    /// <summary>Makes one.</summary>
    /// <param name="sets">The bytes, one set each; not empty. More than <see cref="MostBytes"/> are cut.</param>
    public ByteWindow(ReadOnlySpan<ByteSet> sets)
    {
        _sets = sets[..Math.Min(sets.Length, MostBytes)].ToArray();
        Chance = _sets.Aggregate(1.0, (chance, set) => chance * ByteChance.Of(set));
        (_anchor, int length) = LongestLiteral(_sets);
        if (length > 0)
        {
            _literal = [.. _sets.AsSpan(_anchor, length).ToArray().Select(set => set.ToArray()[0])];
        }
        else
        {
            _anchor = Enumerable.Range(0, _sets.Length).MinBy(i => ByteChance.Of(_sets[i]));
        }

        _rarest = SearchValues.Create(_sets[_anchor].ToArray());
    }

    /// <summary>How likely it is found at some place of a text, by the bytes that telemetry is made of.</summary>
    public double Chance { get; }

    /// <summary>True if a text holds it.</summary>
    public bool IsIn(ReadOnlySpan<byte> text)
    {
        // The window begins _anchor before what is searched, so the search begins there and ends where the rest still fits.
        int last = text.Length - _sets.Length;
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
        if (start + _sets.Length > text.Length)
        {
            return false;
        }

        for (int i = 0; i < _sets.Length; i++)
        {
            if (!_sets[i].Contains(text[start + i]))
            {
                return false;
            }
        }

        return true;
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
