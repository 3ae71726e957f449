namespace HotPath.Core.Index;

/// <summary>One pair of a map: a key and a value where they lie.</summary>
public readonly unsafe struct ValuePair
{
    private readonly byte* _key;
    private readonly int _keyLength;

    internal ValuePair(byte* key, int keyLength, WireValue value)
    {
        _key = key;
        _keyLength = keyLength;
        Value = value;
    }

    /// <summary>The key's UTF-8 bytes.</summary>
    public ReadOnlySpan<byte> Key => new(_key, _keyLength);

    /// <summary>The value.</summary>
    public WireValue Value { get; }
}
