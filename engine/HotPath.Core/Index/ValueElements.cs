namespace HotPath.Core.Index;

/// <summary>Walks the elements of an array where they lie: <c>foreach (WireValue element in value.Elements())</c>.</summary>
public unsafe ref struct ValueElements
{
    private FieldCursor _fields;

    internal ValueElements(WireValue array)
    {
        byte* at = array.Kind == ValueKind.Array ? array.Address : null;
        _fields = new FieldCursor(at, at == null ? null : at + array.Length);
    }

    /// <summary>The element.</summary>
    public WireValue Current { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly ValueElements GetEnumerator() => this;

    /// <summary>Goes to the next element.</summary>
    public bool MoveNext()
    {
        while (_fields.Next())
        {
            if (_fields.Tag == 0x0A)
            {
                Current = WireValue.Read(_fields.Body, _fields.End);
                return true;
            }
        }

        return false;
    }
}
