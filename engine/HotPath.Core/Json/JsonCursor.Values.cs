namespace HotPath.Core.Json;

/// <summary>Numbers, words, and values of which nothing is taken.</summary>
internal unsafe ref partial struct JsonCursor
{
    /// <summary>Reads a number; its text is one that RFC 8259 allows.</summary>
    internal bool Number(out ReadOnlySpan<byte> text)
    {
        Peek();
        var length = JsonNumbers.LengthAt(new ReadOnlySpan<byte>(_at, (int)(End - _at)));
        text = new ReadOnlySpan<byte>(_at, length);
        _at += length;
        return length != 0 || Fail(JsonFault.NotJson, At);
    }

    /// <summary>Passes over <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    internal bool Literal(ReadOnlySpan<byte> word)
    {
        if (!new ReadOnlySpan<byte>(_at, (int)(End - _at)).StartsWith(word))
        {
            return Fail(JsonFault.NotJson, At);
        }

        _at += word.Length;
        return true;
    }

    /// <summary>Passes over a value of any type.</summary>
    internal bool Skip(int depth) => Peek() switch
    {
        (byte)'"' => String(out _),
        (byte)'{' => SkipMany((byte)'}', depth),
        (byte)'[' => SkipMany((byte)']', depth),
        (byte)'t' => Literal("true"u8),
        (byte)'f' => Literal("false"u8),
        (byte)'n' => Literal("null"u8),
        _ => Number(out _),
    };

    private bool SkipMany(byte close, int depth)
    {
        if (depth == MaxDepth)
        {
            return Fail(JsonFault.NestedTooDeep, At);
        }

        for (var more = First(close); more; more = Another(close))
        {
            if ((close == '}' && !Key(out _)) || !Skip(depth + 1))
            {
                return false;
            }
        }

        return Fault == JsonFault.None;
    }
}
