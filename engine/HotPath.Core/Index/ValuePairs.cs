namespace HotPath.Core.Index;

/// <summary>Walks the pairs of a map where they lie: <c>foreach (ValuePair pair in value.Pairs())</c>.</summary>
public unsafe ref struct ValuePairs
{
    private FieldCursor _fields;

    internal ValuePairs(WireValue map)
    {
        byte* at = map.Kind == ValueKind.Map ? map.Address : null;
        _fields = new FieldCursor(at, at == null ? null : at + map.Length);
    }

    /// <summary>The pair.</summary>
    public ValuePair Current { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly ValuePairs GetEnumerator() => this;

    /// <summary>Goes to the next pair.</summary>
    public bool MoveNext()
    {
        while (_fields.Next())
        {
            if (_fields.Tag == 0x0A)
            {
                Current = ReadPair(_fields.Body, _fields.End);
                return true;
            }
        }

        return false;
    }

    private static ValuePair ReadPair(byte* at, byte* end)
    {
        var fields = new FieldCursor(at, end);
        byte* key = at;
        int keyLength = 0;
        var value = default(WireValue);
        while (fields.Next())
        {
            if (fields.Tag == 0x0A)
            {
                key = fields.Body;
                keyLength = fields.BodyLength;
            }
            else if (fields.Tag == 0x12)
            {
                WireValue piece = WireValue.Read(fields.Body, fields.End);
                value = piece.Kind == ValueKind.Empty ? value : piece;
            }
        }

        return new ValuePair(key, keyLength, value);
    }
}
