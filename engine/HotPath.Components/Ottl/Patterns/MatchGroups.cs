using System.Text;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Patterns;

/// <summary>
/// The matches of a pattern in a text, one after the other, and where their groups lie. .NET's engine that does not go back is asked
/// only whether there is a match: it passes over some (<c>x?ab</c> it does not find in "x-aab", and of <c>x?|.+</c> it takes the wrong
/// branch), and it tells groups only of strings, with objects for each match. Kept by each thread between uses: <see cref="Rent"/> and
/// <see cref="GiveBack"/>. A group is numbered from 1 on; 0 is the match.
/// </summary>
internal sealed class MatchGroups
{
    [ThreadStatic]
    private static MatchGroups? _kept;

    private readonly TextBuffers _texts = new();
    private readonly GroupMachine _machine = new();
    private Pattern _pattern = null!;
    private int _length;
    private int _from;
    private int _lastEnd;
    private bool _isRun;
    private bool _isFound;

    /// <summary>The text.</summary>
    public ReadOnlySpan<char> Text => _texts.Decoded(_length);

    /// <summary>The thread's own, or another while that is in use.</summary>
    public static MatchGroups Rent()
    {
        MatchGroups groups = _kept ?? new MatchGroups();
        _kept = null;
        return groups;
    }

    /// <summary>Gives it back, and large memory up.</summary>
    public void GiveBack()
    {
        _texts.Trim();
        _machine.Trim();
        _kept = this;
    }

    /// <summary>Where the match that was found begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends.</summary>
    public int End { get; private set; }

    /// <summary>Takes a text to look for a pattern in.</summary>
    public void Open(Pattern pattern, ReadOnlySpan<byte> utf8)
    {
        _length = _texts.Decode(utf8).Length;
        Begin(pattern);
    }

    /// <inheritdoc cref="Open(Pattern, ReadOnlySpan{byte})"/>
    public void Open(Pattern pattern, ReadOnlySpan<char> text)
    {
        _length = _texts.Copy(text).Length;
        Begin(pattern);
    }

    /// <summary>
    /// Goes to the next match, as Go's <c>ReplaceAll</c> does: the search goes on behind a match, at least a character on, and an empty
    /// match right behind another is none.
    /// </summary>
    public bool TryNext()
    {
        while (_from <= _length && TryFrom(_from))
        {
            bool isOne = End > _lastEnd || Start == 0;
            _lastEnd = End;
            bool isPair = _from + 1 < _length && char.IsSurrogatePair(Text[_from], Text[_from + 1]);
            _from = Math.Max(End, _from + (isPair ? 2 : 1));
            if (isOne)
            {
                return true;
            }
        }

        return false;
    }

    private void Begin(Pattern pattern)
    {
        _pattern = pattern;
        (_from, _lastEnd) = (0, -1);
    }

    private bool TryFrom(int from)
    {
        _isRun = false;
        bool isFound = _machine.TryFind(_pattern.Program, Text, from);
        (Start, End) = isFound ? (_machine[0], _machine[1]) : (0, 0);
        return isFound;
    }

    /// <summary>Where a group lies in the text; false if it took no part in the match, or there is no such group.</summary>
    public bool TryFind(int group, out int start, out int length)
    {
        (start, length) = (Start, End - Start);
        if (group == 0)
        {
            return true;
        }

        if (!_isRun)
        {
            _isRun = true;
            _isFound = _machine.TryRun(_pattern.Program, Text, Start, End);
        }

        // The places of a group that was begun but not ended belong to no match.
        bool isPart = _isFound && group <= _pattern.GroupNames.Count && _machine[(2 * group) + 1] >= 0;
        start = isPart ? _machine[2 * group] : 0;
        length = isPart ? _machine[(2 * group) + 1] - start : 0;
        return isPart;
    }

    /// <summary>What a group matched; empty if it took no part.</summary>
    public ReadOnlySpan<char> this[int group] => TryFind(group, out int start, out int length) ? Text.Slice(start, length) : default;

    /// <summary>What a group matched, by its name, which is ASCII; empty if there is no such group.</summary>
    public ReadOnlySpan<char> Named(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < _pattern.GroupNames.Count; i++)
        {
            if (_pattern.GroupNames[i] is { } one && Ascii.Equals(name, one))
            {
                return this[i + 1];
            }
        }

        return default;
    }
}
