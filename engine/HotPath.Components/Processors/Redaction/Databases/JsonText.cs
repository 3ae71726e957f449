using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Processors.Redaction.Databases;

/// <summary>
/// A statement in JSON, written anew without white space and with <c>"?"</c> for each value that is no object and no array.
/// </summary>
internal ref struct JsonText(ReadOnlySpan<byte> text, WireBuilder into)
{
    /// <summary>What nests deeper is masked whole.</summary>
    public const int DeepestNesting = 1024;

    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    /// <summary>Writes it; false if the text is no JSON, and stays.</summary>
    public bool TryWrite()
    {
        Span<ulong> isObject = stackalloc ulong[DeepestNesting / 64];
        int depth = 0;
        bool isKey = false;
        while (true)
        {
            SkipSpace();
            if (isKey && !TryKey())
            {
                return false;
            }

            SkipSpace();
            byte one = Current();
            if (one is (byte)'{' or (byte)'[')
            {
                if (depth == DeepestNesting)
                {
                    into.Rewind(0);
                    into.Append("****"u8);
                    return true;
                }

                ulong bit = 1UL << (depth % 64);
                isObject[depth / 64] = one == '{' ? isObject[depth / 64] | bit : isObject[depth / 64] & ~bit;
                depth++;
                Take();
                SkipSpace();
                isKey = one == '{';
                if (Current() != (isKey ? '}' : ']'))
                {
                    continue;
                }
            }
            else if (!TryLiteral())
            {
                return false;
            }

            while (depth > 0 && Ends(isObject, ref depth))
            {
            }

            if (depth == 0)
            {
                return TryEnd();
            }

            if (Current() != ',')
            {
                return false;
            }

            Take();
            isKey = IsObject(isObject, depth);
        }
    }

    private static bool IsObject(ReadOnlySpan<ulong> isObject, int depth) => (isObject[(depth - 1) / 64] >> ((depth - 1) % 64) & 1) != 0;

    private bool Ends(scoped ReadOnlySpan<ulong> isObject, ref int depth)
    {
        SkipSpace();
        if (Current() != (IsObject(isObject, depth) ? '}' : ']'))
        {
            return false;
        }

        Take();
        depth--;
        return true;
    }

    /// <summary>White space behind the value stays, as in the Collector; anything else makes it no JSON.</summary>
    private bool TryEnd()
    {
        into.Append(_text[_at..]);
        SkipSpace();
        return _at == _text.Length;
    }

    private bool TryKey()
    {
        int start = _at;
        if (!TryString())
        {
            return false;
        }

        into.Append(_text[start.._at]);
        SkipSpace();
        if (Current() != ':')
        {
            return false;
        }

        Take();
        return true;
    }

    private bool TryLiteral()
    {
        into.Append("\"?\""u8);
        ReadOnlySpan<byte> rest = _text[_at..];
        int word = rest.StartsWith("true"u8) || rest.StartsWith("null"u8) ? 4 : rest.StartsWith("false"u8) ? 5 : 0;
        _at += word;
        return word > 0 || (Current() == '"' ? TryString() : TryNumber());
    }

    private bool TryString()
    {
        if (Current() != '"')
        {
            return false;
        }

        for (_at++; _at < _text.Length && _text[_at] >= ' '; _at++)
        {
            if (_text[_at] == '"')
            {
                _at++;
                return true;
            }

            if (_text[_at] == '\\' && !TryEscape())
            {
                return false;
            }
        }

        return false;
    }

    private bool TryEscape()
    {
        _at++;
        if (Current() != 'u')
        {
            return "bfnrt\\/\""u8.Contains(Current());
        }

        for (int i = 0; i < 4; i++)
        {
            _at++;
            if (!char.IsAsciiHexDigit((char)Current()))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryNumber()
    {
        _at += Current() == '-' ? 1 : 0;
        bool isZero = Current() == '0';
        int digits = Digits();
        if (digits == 0 || (isZero && digits > 1))
        {
            return false;
        }

        if (Current() == '.')
        {
            _at++;
            if (Digits() == 0)
            {
                return false;
            }
        }

        if (Current() is (byte)'e' or (byte)'E')
        {
            _at++;
            _at += Current() is (byte)'+' or (byte)'-' ? 1 : 0;
            return Digits() > 0;
        }

        return true;
    }

    private int Digits()
    {
        int start = _at;
        while (Current() is >= (byte)'0' and <= (byte)'9')
        {
            _at++;
        }

        return _at - start;
    }

    private readonly byte Current() => _at < _text.Length ? _text[_at] : (byte)0;

    private void Take() => into.Append(_text[_at++]);

    private void SkipSpace()
    {
        while (Current() is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _at++;
        }
    }
}
