namespace HotPath.Testing.Wire;

/// <summary>Writes protobuf's primitives, well or oddly: varints may be padded to any length up to ten bytes.</summary>
public sealed class WireWriter
{
    private readonly List<byte> _bytes = [];

    /// <summary>What was written so far.</summary>
    public byte[] ToArray() => [.. _bytes];

    /// <summary>Appends bytes as they are.</summary>
    public WireWriter Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Appends a varint of at least <paramref name="atLeast"/> bytes.</summary>
    public WireWriter Varint(ulong value, int atLeast = 1)
    {
        for (var written = 1; value > 0x7F || written < atLeast; written++)
        {
            _bytes.Add((byte)(value | 0x80));
            value >>= 7;
        }

        _bytes.Add((byte)value);
        return this;
    }

    /// <summary>Appends a tag.</summary>
    public WireWriter Tag(int number, int wireType, int atLeast = 1) => Varint(((ulong)(uint)number << 3) | (uint)wireType, atLeast);

    /// <summary>Appends a length-delimited field.</summary>
    public WireWriter Field(int number, ReadOnlySpan<byte> content, int tagAtLeast = 1, int lengthAtLeast = 1) =>
        Tag(number, 2, tagAtLeast).Varint((ulong)content.Length, lengthAtLeast).Raw(content);
}
