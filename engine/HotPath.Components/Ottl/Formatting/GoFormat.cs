using System.Text;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Formatting;

/// <summary>
/// Go's <c>fmt.Sprintf</c> over values of the language: flags, width, precision, <c>*</c>, <c>[n]</c>, and what Go writes for a verb that
/// does not
/// suit, an argument that is missing and one too many. Lists and maps are written as JSON, where Go would write its own memory.
/// </summary>
internal ref struct GoFormat
{
    private const int TooLarge = 1_000_000;

    private readonly ReadOnlySpan<byte> _format;
    private readonly ReadOnlySpan<OttlValue> _arguments;
    private readonly OttlContext _context;
    private int _at;
    private int _argument;
    private bool _isReordered;
    private bool _isGoodNumber;

    private GoFormat(OttlContext context, ReadOnlySpan<byte> format, ReadOnlySpan<OttlValue> arguments)
    {
        _context = context;
        _format = format;
        _arguments = arguments;
    }

    /// <summary>Appends a formatted text to the context's builder.</summary>
    public static void Append(OttlContext context, ReadOnlySpan<byte> format, ReadOnlySpan<OttlValue> arguments) =>
        new GoFormat(context, format, arguments).Run();

    private void Run()
    {
        WireBuilder into = _context.Builder;
        while (_at < _format.Length)
        {
            int percent = _format[_at..].IndexOf((byte)'%');
            if (percent < 0)
            {
                into.Append(_format[_at..]);
                break;
            }

            into.Append(_format.Slice(_at, percent));
            _at += percent + 1;
            Directive();
        }

        if (_isReordered || _argument >= _arguments.Length)
        {
            return;
        }

        into.Append("%!(EXTRA "u8);
        for (int i = _argument; i < _arguments.Length; i++)
        {
            into.Append(i > _argument ? ", "u8 : ""u8);
            GoFormatValue.AppendTyped(_context, FormatFlags.None, _arguments[i]);
        }

        into.Append((byte)')');
    }

    private void Directive()
    {
        WireBuilder into = _context.Builder;
        FormatFlags flags = Flags();
        _isReordered = false;
        _isGoodNumber = true;
        bool isIndexed = ArgumentNumber();
        if (!TryStar(ref flags.Width, "%!(BADWIDTH)"u8, isPrecision: false, ref flags, ref isIndexed))
        {
            bool isThere = Number(out flags.Width);
            _isGoodNumber &= !(isIndexed && isThere);
        }

        if (_at + 1 <= _format.Length && Peek() == '.')
        {
            _at++;
            _isGoodNumber &= !isIndexed;
            isIndexed = ArgumentNumber();
            if (!TryStar(ref flags.Precision, "%!(BADPREC)"u8, isPrecision: true, ref flags, ref isIndexed) && !Number(out flags.Precision))
            {
                flags.Precision = 0;
            }
        }

        if (!isIndexed)
        {
            ArgumentNumber();
        }

        if (_at >= _format.Length)
        {
            into.Append("%!(NOVERB)"u8);
            return;
        }

        Rune.DecodeFromUtf8(_format[_at..], out Rune verb, out int length);
        ReadOnlySpan<byte> written = _format.Slice(_at, length);
        _at += length;
        if (verb.Value == '%')
        {
            into.Append((byte)'%');
        }
        else if (!_isGoodNumber || _argument >= _arguments.Length)
        {
            into.Append("%!"u8);
            into.Append(written);
            into.Append(_isGoodNumber ? "(MISSING)"u8 : "(BADINDEX)"u8);
        }
        else
        {
            GoFormatValue.Append(_context, flags, (char)Math.Min(verb.Value, 0xFFFF), _arguments[_argument++]);
        }
    }

    private readonly byte Peek() => _at < _format.Length ? _format[_at] : (byte)0;

    private FormatFlags Flags()
    {
        FormatFlags flags = FormatFlags.None;
        for (; ; _at++)
        {
            switch (Peek())
            {
                case (byte)'#':
                    flags.Sharp = true;
                    break;
                case (byte)'0':
                    flags.Zero = !flags.Minus;
                    break;
                case (byte)'+':
                    flags.Plus = true;
                    break;
                case (byte)'-':
                    flags.Minus = true;
                    flags.Zero = false;
                    break;
                case (byte)' ':
                    flags.Space = true;
                    break;
                default:
                    return flags;
            }
        }
    }

    /// <summary>A width or precision that is an argument: an int of no more than a million; a width below 0 means to the left.</summary>
    private bool TryStar(ref int number, ReadOnlySpan<byte> bad, bool isPrecision, ref FormatFlags flags, ref bool isIndexed)
    {
        if (Peek() != '*')
        {
            return false;
        }

        _at++;
        isIndexed = false;
        OttlValue value = _argument < _arguments.Length ? _arguments[_argument++] : OttlValue.Nil;
        bool isGood = value.Kind == OttlKind.Int && Math.Abs(value.AsInt) <= TooLarge && (!isPrecision || value.AsInt >= 0);
        number = isGood ? (int)value.AsInt : -1;
        if (!isPrecision && isGood && number < 0)
        {
            number = -number;
            flags.Minus = true;
            flags.Zero = false;
        }

        if (value.Kind != OttlKind.Int || Math.Abs(value.AsInt) > TooLarge || !isGood)
        {
            _context.Builder.Append(bad);
        }

        return true;
    }

    private bool Number(out int number)
    {
        int start = _at;
        number = 0;
        while (Peek() is >= (byte)'0' and <= (byte)'9')
        {
            number = (number * 10) + Peek() - '0';
            _at++;
            if (number > TooLarge)
            {
                break;
            }
        }

        bool isThere = _at > start && number <= TooLarge;
        number = isThere ? number : -1;
        return isThere;
    }

    /// <summary>An explicit <c>[n]</c>, counted from 1.</summary>
    private bool ArgumentNumber()
    {
        if (Peek() != '[')
        {
            return false;
        }

        _isReordered = true;
        int close = _format[_at..].IndexOf((byte)']');
        if (close < 0)
        {
            _isGoodNumber = false;
            _at++;
            return false;
        }

        int end = _at + close;
        _at++;
        bool isThere = Number(out int number) && _at == end;
        _at = end + 1;
        if (isThere && number >= 1 && number <= _arguments.Length)
        {
            _argument = number - 1;
            return true;
        }

        _isGoodNumber = false;
        return isThere;
    }
}
