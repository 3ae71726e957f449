using System.Text.RegularExpressions;

namespace HotPath.Components.Ottl.Patterns;

/// <summary>
/// UTF-16 units: those that an expression of .NET's for one of them matches, so that there is one meaning of classes and of ignoring case.
/// Asked in pages of 256 when they are first looked at. Thread-safe.
/// </summary>
internal sealed class CharSet
{
    private const int PageSize = 256;
    private readonly string _expression;
    private readonly ulong[]?[] _pages = new ulong[]?[(char.MaxValue + 1) / PageSize];

    public CharSet(string expression)
    {
        _expression = expression;
    }

    /// <summary>What \b takes for a part of a word.</summary>
    public static CharSet Word { get; } = new(@"[\w\u200C\u200D]");

    /// <summary>True if a unit is in it.</summary>
    public bool Has(char unit)
    {
        ulong[] page = _pages[unit / PageSize] ?? Page(unit / PageSize);
        return (page[(unit / 64) % (PageSize / 64)] >> (unit % 64) & 1) != 0;
    }

    private ulong[] Page(int number)
    {
        Span<char> units = stackalloc char[PageSize];
        var page = new ulong[PageSize / 64];
        for (int i = 0; i < PageSize; i++)
        {
            units[i] = (char)((number * PageSize) + i);
        }

        foreach (ValueMatch match in Regex.EnumerateMatches(units, _expression, RegexOptions.CultureInvariant))
        {
            page[match.Index / 64] |= 1UL << (match.Index % 64);
        }

        Volatile.Write(ref _pages[number], page);
        return page;
    }
}
