using System.Text;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Processors.Redaction.Databases;

/// <summary>
/// Redis commands, one a line, written anew with a question mark for arguments that are data (what the Collector's library calls
/// obfuscation). Arguments are parted by spaces; quotes hold them together, over lines too.
/// </summary>
internal ref struct RedisText
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly WireBuilder _into;
    private int _at;
    private RedisRule _rule;
    private bool _isConfig;
    private bool _isBitField;
    private bool _isZAdd;
    private int _argument;

    // CONFIG: its argument is SET. BITFIELD: where the last SET stands, -1 once its value has been found. ZADD: where the scores begin.
    private int _mark;

    public RedisText(ReadOnlySpan<byte> text, WireBuilder into)
    {
        _text = MemcachedText.Trimmed(text);
        _into = into;
    }

    /// <summary>Writes all commands.</summary>
    public void Write()
    {
        bool isArgument = false;
        bool hasCommand = false;
        int start = _into.Mark;
        while (true)
        {
            if (isArgument)
            {
                ReadOnlySpan<byte> argument = NextArgument(ref isArgument, out bool isLast);
                Argument(argument);
                if (isLast)
                {
                    return;
                }

                continue;
            }

            ReadOnlySpan<byte> command = NextCommand(ref isArgument, out bool isEnd);

            // A command ends the one before; arguments without one are none.
            if (hasCommand)
            {
                _into.Append((byte)'\n');
            }
            else
            {
                _into.Rewind(start);
            }

            start = _into.Mark;
            hasCommand = !command.IsEmpty;
            Command(command);
            if (isEnd)
            {
                return;
            }
        }
    }

    private void Command(scoped ReadOnlySpan<byte> command)
    {
        _into.Append(command);
        _rule = RedisRule.Of(command);
        _isConfig = Ascii.EqualsIgnoreCase(command, "CONFIG");
        _isBitField = Ascii.EqualsIgnoreCase(command, "BITFIELD");
        _isZAdd = Ascii.EqualsIgnoreCase(command, "ZADD");
        (_argument, _mark) = (0, 0);
    }

    private void Argument(scoped ReadOnlySpan<byte> argument)
    {
        int number = _argument++;
        if (_rule.DropsRest && number > _rule.First)
        {
            return;
        }

        _into.Append((byte)' ');
        _into.Append(_rule.IsData(number) || IsOddData(argument, number) ? "?"u8 : argument);
    }

    private bool IsOddData(scoped ReadOnlySpan<byte> argument, int number)
    {
        if (_isConfig)
        {
            _mark = number == 0 && Ascii.EqualsIgnoreCase(argument, "SET") ? 1 : _mark;
            return _mark == 1 && number == 2;
        }

        if (_isBitField && _mark >= 0)
        {
            _mark = Ascii.EqualsIgnoreCase(argument, "SET") ? number : _mark;
            bool isValue = _mark > 0 && number - _mark == 3;
            _mark = isValue ? -1 : _mark;
            return isValue;
        }

        if (_isZAdd && number > 0)
        {
            bool isOption = argument.SequenceEqual("NX"u8) || argument.SequenceEqual("XX"u8) || argument.SequenceEqual("CH"u8)
                || argument.SequenceEqual("INCR"u8);
            _mark = _mark == 0 && !isOption ? number : _mark;
            return _mark > 0 && number > _mark && (number - _mark) % 2 == 1;
        }

        return false;
    }

    private ReadOnlySpan<byte> NextCommand(ref bool isArgument, out bool isEnd)
    {
        bool isStarted = false;
        int start = _at;
        for (; _at < _text.Length; _at++)
        {
            byte one = _text[_at];
            if (one == ' ' && !isStarted)
            {
                SkipSpace(out _);
                start = _at--;
            }
            else if (one is (byte)' ' or (byte)'\n')
            {
                ReadOnlySpan<byte> command = _text[start.._at];
                SkipSpace(out bool isLine);
                isArgument = !isLine;
                isEnd = false;
                return command;
            }

            isStarted = true;
        }

        isEnd = true;
        return _text[Math.Min(start, _text.Length)..];
    }

    private ReadOnlySpan<byte> NextArgument(ref bool isArgument, out bool isLast)
    {
        bool isQuoted = false;
        bool isEscaped = false;
        int start = _at;
        isLast = false;
        for (; _at < _text.Length; _at++)
        {
            byte one = _text[_at];
            if (one == '\\' && !isEscaped)
            {
                isEscaped = true;
                continue;
            }

            isQuoted ^= one == '"' && !isEscaped;
            isEscaped = false;
            if (!isQuoted && (one is (byte)' ' or (byte)'\n'))
            {
                ReadOnlySpan<byte> argument = _text[start.._at];
                SkipSpace(out bool isLine);
                isArgument = !isLine;
                return argument;
            }
        }

        isLast = true;
        return _text[start..];
    }

    /// <summary>Goes behind spaces, and behind the line feed that ends them, if one does.</summary>
    private void SkipSpace(out bool isLine)
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            _at++;
        }

        isLine = _at < _text.Length && _text[_at] == '\n';
        _at += isLine ? 1 : 0;
    }
}
