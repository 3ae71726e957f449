using System.Buffers;
using System.Text;
using HotPath.Components.Ottl.Patterns;

namespace HotPath.Components.Processors.Redaction;

/// <summary>
/// One text in UTF-16 while patterns replace parts of it, in pooled memory. Kept by a thread; large ones are given back by <see
/// cref="Trim"/>.
/// </summary>
internal sealed class MaskBuffer
{
    /// <summary>
    /// The longest that masks may make a text, in UTF-16 units, or twice what it was if that is more; beyond, it is masked as a whole.
    /// </summary>
    internal const int MostChars = 4 << 20;

    private const int KeptChars = 32 << 10;
    private char[] _text = ArrayPool<char>.Shared.Rent(1024);
    private char[] _next = ArrayPool<char>.Shared.Rent(1024);
    private int _length;
    private int _nextLength;
    private int _limit;

    /// <summary>The text as it is now.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>Begins with a text. What is not UTF-8 reads as U+FFFD.</summary>
    public void Load(ReadOnlySpan<byte> utf8)
    {
        Reserve(ref _text, 0, utf8.Length);
        _length = Encoding.UTF8.GetChars(utf8, _text);
        _limit = Math.Max(MostChars, 2 * _length);
    }

    /// <summary>Masks all that the pattern finds; false if it finds nothing.</summary>
    public bool Replace(Pattern pattern, ValueMask mask)
    {
        _nextLength = 0;
        int from = 0;
        bool isFound = false;
        MatchGroups matches = MatchGroups.Rent();
        for (matches.Open(pattern, Text); matches.TryNext(); from = matches.End)
        {
            Append(Text[from..matches.Start]);
            mask.Append(this, Text[matches.Start..matches.End]);
            isFound = true;
        }

        matches.GiveBack();
        if (isFound)
        {
            Append(Text[from..]);
            Swap();
        }

        return isFound;
    }

    /// <summary>Masks everything, line by line: what the Collector's pattern for it, <c>.*</c>, finds.</summary>
    public void ReplaceLines(ValueMask mask)
    {
        _nextLength = 0;
        int from = 0;
        for (int end; (end = Text[from..].IndexOf('\n')) >= 0; from += end + 1)
        {
            mask.Append(this, Text.Slice(from, end));
            Append("\n");
        }

        mask.Append(this, Text[from..]);
        Swap();
    }

    /// <summary>Appends to what the text is to be; beyond the limit, nothing.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        if (_nextLength + text.Length > _limit)
        {
            _nextLength = _limit;
            return;
        }

        Reserve(ref _next, _nextLength, _nextLength + text.Length);
        text.CopyTo(_next.AsSpan(_nextLength));
        _nextLength += text.Length;
    }

    /// <summary>Gives large buffers back.</summary>
    public void Trim()
    {
        _length = 0;
        GiveBack(ref _text);
        GiveBack(ref _next);
    }

    private void Swap()
    {
        if (_nextLength == _limit)
        {
            _nextLength = 0;
            Append(ValueMask.Stars);
        }

        (_text, _next) = (_next, _text);
        _length = _nextLength;
    }

    private static void Reserve(ref char[] buffer, int used, int needed)
    {
        if (needed > buffer.Length)
        {
            char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(needed, 2 * buffer.Length));
            buffer.AsSpan(0, used).CopyTo(larger);
            ArrayPool<char>.Shared.Return(buffer);
            buffer = larger;
        }
    }

    private static void GiveBack(ref char[] buffer)
    {
        if (buffer.Length > KeptChars)
        {
            ArrayPool<char>.Shared.Return(buffer);
            buffer = ArrayPool<char>.Shared.Rent(1024);
        }
    }
}
