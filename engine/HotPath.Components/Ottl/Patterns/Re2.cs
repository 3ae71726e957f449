using System.Globalization;
using System.Text;

namespace HotPath.Components.Ottl.Patterns;

/// <summary>
/// Translates RE2's syntax, as Go documents it, to .NET's, and refuses what RE2 does not have (look-around, back references, possessive and
/// atomic groups) and what .NET can't do the same way. The classes \d \w \s are ASCII, <c>$</c> is the text's very end, and a dot takes a
/// whole code point. Left as a difference: \b goes by Unicode's letters, RE2's by ASCII's.
/// </summary>
internal sealed partial class Re2
{
    /// <summary>The most that a repetition, or repetitions inside one another, may multiply to; RE2's own limit.</summary>
    public const int MostRepetitions = 1000;

    /// <summary>How deep groups may nest.</summary>
    public const int DeepestGroups = 100;

    private const string AnyPair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";

    private readonly string _source;
    private readonly StringBuilder _into = new();
    private readonly List<string?> _names = [];
    private int _at;
    private int _quoteEnd = -1;
    private Re2Flags _flags;

    private Re2(string source)
    {
        _source = source;
    }

    private bool AtEnd => _at >= _source.Length;

    private char Current => _source[_at];

    /// <summary>The same pattern for .NET, the names of its groups, and what a text must hold for it.</summary>
    /// <exception cref="FormatException">It can't be translated.</exception>
    public static Re2Translation Translate(string source)
    {
        var translation = new Re2(source);
        PieceShape shape = translation.Alternatives(1, 0);
        return translation.AtEnd
            ? new Re2Translation(translation._into.ToString(), translation._names, shape)
            : throw translation.Fault("there is no group that this ) closes");
    }

    /// <summary>The text that a pattern looks for, if it is only that: <c>abc</c>, <c>^abc$</c>, <c>.*abc.*</c>. Else null.</summary>
    public static string? LiteralOf(string source, out bool isAtStart, out bool isAtEnd)
    {
        string rest = source;
        isAtStart = rest.StartsWith('^');
        rest = isAtStart ? rest[1..] : rest;
        isAtEnd = rest.EndsWith('$') && !rest.EndsWith("\\$", StringComparison.Ordinal);
        rest = isAtEnd ? rest[..^1] : rest;
        var literal = new StringBuilder();
        for (int i = 0; i < rest.Length; i++)
        {
            bool isEscaped = rest[i] == '\\';
            i += isEscaped ? 1 : 0;
            if (i == rest.Length
                || (isEscaped ? !char.IsAsciiLetterOrDigit(rest[i]) && char.IsAscii(rest[i]) : !@".*+?()[]{}|^$\".Contains(rest[i])))
            {
                if (i == rest.Length)
                {
                    return null;
                }

                literal.Append(rest[i]);
                continue;
            }

            return null;
        }

        return literal.ToString();
    }

    /// <summary>One or more sequences with <c>|</c> between; ends before a <c>)</c> or at the end. Flags set inside end with it.</summary>
    private PieceShape Alternatives(int repeats, int depth)
    {
        if (depth > DeepestGroups)
        {
            throw Fault($"groups nest more than {DeepestGroups} deep");
        }

        Re2Flags flags = _flags;
        PieceShape? others = null;
        PieceShape sequence = PieceShape.Empty;
        while (!AtEnd && (_quoteEnd >= 0 || Current != ')'))
        {
            if (_quoteEnd < 0 && Current == '|')
            {
                _at++;
                _into.Append('|');
                others = others?.Or(sequence) ?? sequence;
                sequence = PieceShape.Empty;
                continue;
            }

            sequence = sequence.Then(Piece(repeats, depth));
        }

        _flags = flags;
        return others?.Or(sequence) ?? sequence;
    }

    /// <summary>
    /// An atom and what repeats it. How often it repeats is read first, since what is inside may not multiply beyond the limit.
    /// </summary>
    private PieceShape Piece(int repeats, int depth)
    {
        (int start, int from, int names) = (_into.Length, _at, _names.Count);
        char first = Current;
        PieceShape shape = Atom(repeats, depth, out bool isWide);
        if (IsQuoted() || AtEnd)
        {
            Narrow(start, isWide);
            return shape;
        }

        if (Current is '*' or '+' or '?')
        {
            bool isRun = Current != '?';
            Narrow(start, isWide && !isRun);
            _into.Append(Current);
            shape = shape.Repeated(Current == '+' ? 1 : 0, isFixed: false);
            _at++;
        }
        else if (TryCount(out string count, out int least, out int most))
        {
            if (repeats * most > MostRepetitions)
            {
                throw Fault($"repetitions multiply to more than {MostRepetitions}");
            }

            if (most > 1 && first == '(')
            {
                CheckInside(from, names, repeats * most, depth);
            }

            Narrow(start, isWide);
            _into.Append(count);
            shape = shape.Repeated(least, least == most && !count.EndsWith(",}", StringComparison.Ordinal));
        }
        else
        {
            Narrow(start, isWide);
            return shape;
        }

        if (!AtEnd && Current == '?')
        {
            _into.Append('?');
            _at++;
        }

        if (!AtEnd && (Current is '*' or '+' or '?'))
        {
            throw Fault($"{Current} repeats a repetition");
        }

        return shape;
    }

    /// <summary>What stands inside is checked again as often as it repeats: nested counts multiply.</summary>
    private void CheckInside(int from, int names, int repeats, int depth)
    {
        (int end, int length) = (_at, _into.Length);
        _at = from;
        _names.RemoveRange(names, _names.Count - names);
        Atom(repeats, depth, out _);
        _into.Length = length;
        _at = end;
    }

    /// <summary>Makes what takes one UTF-16 unit take a whole code point: not needed where a run of them is taken anyway.</summary>
    private void Narrow(int start, bool isWide)
    {
        if (!isWide)
        {
            return;
        }

        // [^a] becomes (?:pair|[^a-[halves]]), and \P{L} likewise: either a whole pair, or one unit that is no half of one.
        bool isClass = _into[^1] == ']';
        _into.Insert(start, $"(?:{AnyPair}|{(isClass ? "" : "[")}");
        _into.Length -= isClass ? 1 : 0;
        _into.Append(@"-[\uD800-\uDFFF]])");
    }

    private bool TryCount(out string count, out int least, out int most)
    {
        count = "";
        least = 0;
        most = 0;
        int end = Current == '{' ? _source.IndexOf('}', _at) : -1;
        if (end < 0)
        {
            return false;
        }

        string[] bounds = _source[(_at + 1)..end].Split(',');
        bool isCount = bounds.Length <= 2 && IsNumber(bounds[0]) && (bounds.Length == 1 || bounds[1].Length == 0 || IsNumber(bounds[1]));
        if (!isCount)
        {
            return false;
        }

        least = Bounded(bounds[0]);
        bool isOpen = bounds.Length == 2 && bounds[1].Length == 0;
        most = bounds.Length == 2 && !isOpen ? Bounded(bounds[1]) : least;
        if (most < least)
        {
            throw Fault("a repetition's upper bound is below its lower one");
        }

        most = Math.Max(most, 1);
        count = _source[_at..(end + 1)];
        _at = end + 1;
        return true;
    }

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private int Bounded(string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= MostRepetitions
            ? value
            : throw Fault($"a repetition may be {MostRepetitions} at most");

    private FormatException Fault(string problem) => new($"the pattern is wrong at its character {_at + 1}: {problem}");
}
