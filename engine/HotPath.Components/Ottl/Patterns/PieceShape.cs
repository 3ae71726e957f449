using System.Text.RegularExpressions;

namespace HotPath.Components.Ottl.Patterns;

/// <summary>
/// What every text must hold that a piece of a pattern matches, as far as it is known. Never too little: a byte that could be part of a
/// match is in the sets. What it says more, such as a byte that no match has there, only lets a text through to the pattern itself.
/// </summary>
internal sealed record PieceShape
{
    /// <summary>More windows than this of which one must be there are not worth looking for.</summary>
    private const int MostWindows = 12;

    /// <summary>A window that is found nearly everywhere tells nothing.</summary>
    private const double UselessChance = 0.5;

    /// <summary>A piece that takes no text: an anchor, a flag.</summary>
    public static PieceShape Empty { get; } = new() { Exact = [] };

    /// <summary>The fewest bytes that it takes.</summary>
    public int LeastBytes { get; init; }

    /// <summary>All its bytes, if it always takes as many; null if that is not known.</summary>
    public ByteSet[]? Exact { get; init; }

    /// <summary>The bytes that it begins with.</summary>
    public ByteSet[] Prefix { get; init; } = [];

    /// <summary>The bytes that it ends with.</summary>
    public ByteSet[] Suffix { get; init; } = [];

    /// <summary>One of these must be in it; none = nothing is known.</summary>
    public ByteWindow[] Windows { get; init; } = [];

    /// <summary>It matches at the beginning of the text only.</summary>
    public bool IsAtStart { get; init; }

    /// <summary>Exactly these bytes.</summary>
    public static PieceShape Of(params ByteSet[] sets) => new()
    {
        LeastBytes = sets.Length,
        Exact = sets.Length <= ByteWindow.MostBytes ? sets : null,
        Prefix = sets,
        Suffix = sets,
        Windows = sets.Length == 0 ? [] : [new ByteWindow(sets)],
    };

    /// <summary>One character of a class: what of ASCII is in it the expression itself is asked.</summary>
    /// <param name="characters">A class in .NET's syntax.</param>
    /// <param name="isBeyondAscii">True if it may hold other characters too.</param>
    public static PieceShape OfClass(string characters, bool isBeyondAscii)
    {
        var expression = new Regex(characters, RegexOptions.CultureInvariant);
        ByteSet ascii = Enumerable.Range(0, 128).Where(value => expression.IsMatch(((char)value).ToString()))
            .Aggregate(default(ByteSet), (set, value) => set | ByteSet.Of((byte)value));

        // KELVIN SIGN is the one character beyond ASCII that is a k if case is ignored.
        if (!isBeyondAscii && !expression.IsMatch("\u212A"))
        {
            return Of(ascii);
        }

        // It may take several bytes; the first and the last of them are above ASCII, also of what is no UTF-8 and reads as U+FFFD.
        ByteSet[] any = [ascii | ByteSet.AboveAscii];
        return new PieceShape { LeastBytes = 1, Prefix = any, Suffix = any, Windows = [new ByteWindow(any)] };
    }

    /// <summary>One piece and then another.</summary>
    public PieceShape Then(PieceShape next)
    {
        bool isExact = Exact is not null && next.Exact is not null && Exact.Length + next.Exact.Length <= ByteWindow.MostBytes;
        ByteSet[] seam = [.. Last(Suffix), .. next.Prefix];
        return new PieceShape
        {
            LeastBytes = Math.Min(LeastBytes + next.LeastBytes, ushort.MaxValue),
            Exact = isExact ? [.. Exact!, .. next.Exact!] : null,
            Prefix = Exact is null ? Prefix : First([.. Exact, .. next.Prefix]),
            Suffix = next.Exact is null ? next.Suffix : Last([.. Suffix, .. next.Exact]),
            Windows = Rarer(Rarer(Windows, next.Windows), seam.Length == 0 ? [] : [new ByteWindow(seam)]),
            IsAtStart = IsAtStart || (Exact is [] && next.IsAtStart),
        };
    }

    /// <summary>One piece or another.</summary>
    public PieceShape Or(PieceShape other)
    {
        bool isSameLength = Exact is not null && other.Exact is not null && Exact.Length == other.Exact.Length;
        ByteWindow[] either = Windows.Length > 0 && other.Windows.Length > 0 ? [.. Windows, .. other.Windows] : [];
        int first = Math.Min(Prefix.Length, other.Prefix.Length);
        int last = Math.Min(Suffix.Length, other.Suffix.Length);
        return new PieceShape
        {
            LeastBytes = Math.Min(LeastBytes, other.LeastBytes),
            Exact = isSameLength ? Union(Exact, other.Exact) : null,
            Prefix = Union(Prefix.AsSpan(0, first), other.Prefix.AsSpan(0, first)),
            Suffix = Union(Suffix.AsSpan(Suffix.Length - last), other.Suffix.AsSpan(other.Suffix.Length - last)),
            Windows = Rarer(either, []),
            IsAtStart = IsAtStart && other.IsAtStart,
        };
    }

    /// <summary>A piece as often as it must be there at least; it may be there more often.</summary>
    /// <param name="least">How often.</param>
    /// <param name="isFixed">It is there exactly as often.</param>
    public PieceShape Repeated(int least, bool isFixed)
    {
        if (least == 0)
        {
            return isFixed ? Empty : new PieceShape();
        }

        PieceShape all = this;
        for (int i = 1; i < Math.Min(least, ByteWindow.MostBytes); i++)
        {
            all = all.Then(this);
        }

        // What all of them together begin with and end with also holds if there are more; that they are all there is does not.
        return isFixed && least <= ByteWindow.MostBytes ? all : all with
        {
            LeastBytes = Math.Min(LeastBytes * least, ushort.MaxValue),
            Exact = null,
        };
    }

    private static ByteWindow[] Rarer(ByteWindow[] a, ByteWindow[] b)
    {
        (double ofA, double ofB) = (Chance(a), Chance(b));
        return Math.Min(ofA, ofB) >= UselessChance ? [] : ofB < ofA ? b : a;
    }

    private static double Chance(ByteWindow[] windows) =>
        windows.Length is 0 or > MostWindows ? 1 : windows.Sum(window => window.Chance);

    private static ByteSet[] First(ByteSet[] sets) => sets[..Math.Min(sets.Length, ByteWindow.MostBytes)];

    private static ByteSet[] Last(ByteSet[] sets) => sets[^Math.Min(sets.Length, ByteWindow.MostBytes / 2)..];

    private static ByteSet[] Union(ReadOnlySpan<ByteSet> a, ReadOnlySpan<ByteSet> b)
    {
        var union = new ByteSet[a.Length];
        for (int i = 0; i < union.Length; i++)
        {
            union[i] = a[i] | b[i];
        }

        return union;
    }
}
