using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Formatting;

/// <summary>
/// One row of CSV as Go's <c>encoding/csv</c> reads it, written as pairs: each field under the header's next name. A line end outside of
/// quotes
/// belongs to the field, as in the Collector, which takes the whole text for one row; lines that are empty fall away.
/// </summary>
internal ref struct CsvRow(
    WireBuilder into,
    ReadOnlySpan<byte> row,
    ReadOnlySpan<byte> names,
    ReadOnlySpan<byte> delimiter,
    ReadOnlySpan<byte> nameDelimiter,
    CsvQuotes quotes)
{
    private const string WrongCount = "wrong number of fields: the row has not as many as the header";

    private ReadOnlySpan<byte> _row = row;
    private ReadOnlySpan<byte> _names = names;
    private readonly ReadOnlySpan<byte> _delimiter = delimiter;
    private readonly ReadOnlySpan<byte> _nameDelimiter = nameDelimiter;
    private bool _hasNames = true;
    private bool _isLineBegin = true;

    /// <summary>Reads the row; null, or what is wrong with it.</summary>
    public string? Read()
    {
        if (quotes != CsvQuotes.Ignored)
        {
            SkipEmptyLines();
            if (_row.IsEmpty)
            {
                return "no csv lines found";
            }
        }

        while (true)
        {
            if (!_hasNames)
            {
                return WrongCount;
            }

            int end = _names.IndexOf(_nameDelimiter);
            int pair = into.Begin(0x0A);
            into.AppendField(0x0A, end < 0 ? _names : _names[..end]);
            _hasNames = end >= 0;
            _names = end < 0 ? default : _names[(end + _nameDelimiter.Length)..];
            int value = into.Begin(0x12);
            int text = into.Begin(0x0A);
            if (!Field(out bool isLast))
            {
                return "a quote stands where none may, or is not closed";
            }

            into.End(text);
            into.End(value);
            into.End(pair);
            if (isLast)
            {
                return _hasNames ? WrongCount : null;
            }
        }
    }

    private void SkipEmptyLines()
    {
        while (_isLineBegin && (_row.StartsWith("\n"u8) || _row.StartsWith("\r\n"u8)))
        {
            _row = _row[(_row[0] == '\n' ? 1 : 2)..];
        }
    }

    /// <summary>Appends a field; false if its quotes are wrong.</summary>
    private bool Field(out bool isLast)
    {
        if (quotes == CsvQuotes.Ignored)
        {
            int end = _row.IndexOf(_delimiter);
            into.Append(end < 0 ? _row : _row[..end]);
            _row = end < 0 ? default : _row[(end + _delimiter.Length)..];
            isLast = end < 0;
            return true;
        }

        while (true)
        {
            if (_row.StartsWith("\""u8) ? !Quoted() : !Bare())
            {
                isLast = true;
                return false;
            }

            if (_row.StartsWith(_delimiter))
            {
                _row = _row[_delimiter.Length..];
                _isLineBegin = false;
                isLast = false;
                return true;
            }

            // A line's end: the next line goes on with this field.
            _row = _row.StartsWith("\r\n"u8) ? _row[2..] : _row.IsEmpty ? _row : _row[1..];
            _isLineBegin = true;
            SkipEmptyLines();
            isLast = _row.IsEmpty;
            if (isLast)
            {
                return true;
            }

            into.Append((byte)'\n');
        }
    }

    private bool Bare()
    {
        int end = _row.IndexOf(_delimiter);
        int line = _row.IndexOf((byte)'\n');
        int at = Math.Min(end < 0 ? _row.Length : end, line < 0 ? _row.Length : line);
        ReadOnlySpan<byte> field = _row[..at];
        bool isLineEnd = at == line || at == _row.Length;
        ReadOnlySpan<byte> kept = isLineEnd && at == line && field.EndsWith("\r"u8) ? field[..^1] : field;
        if (quotes == CsvQuotes.Strict && kept.Contains((byte)'"'))
        {
            return false;
        }

        into.Append(kept);
        _row = _row[at..];
        return true;
    }

    private bool Quoted()
    {
        _row = _row[1..];
        while (true)
        {
            int quote = _row.IndexOf((byte)'"');
            if (quote < 0)
            {
                AppendLines(_row);
                _row = default;
                return quotes == CsvQuotes.Lazy;
            }

            AppendLines(_row[..quote]);
            _row = _row[(quote + 1)..];
            if (_row.StartsWith("\""u8))
            {
                into.Append((byte)'"');
                _row = _row[1..];
            }
            else if (_row.IsEmpty || _row[0] == '\n' || _row.StartsWith("\r\n"u8) || _row.StartsWith(_delimiter))
            {
                return true;
            }
            else if (quotes == CsvQuotes.Lazy)
            {
                into.Append((byte)'"');
            }
            else
            {
                return false;
            }
        }
    }

    /// <summary>Line ends of two characters become one within quotes too.</summary>
    private readonly void AppendLines(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf("\r\n"u8) is int end and >= 0)
        {
            into.Append(text[..end]);
            into.Append((byte)'\n');
            text = text[(end + 2)..];
        }

        into.Append(text);
    }
}
