namespace HotPath.Components.Ottl.Patterns;

/// <summary>Any of the 256 values that a byte of a text may have.</summary>
/// <param name="Low">Bit i is byte i.</param>
/// <param name="Ascii">Bytes from 64 on.</param>
/// <param name="Trail">Bytes from 128 on.</param>
/// <param name="Lead">Bytes from 192 on.</param>
internal readonly record struct ByteSet(ulong Low, ulong Ascii, ulong Trail, ulong Lead)
{
    /// <summary>Every byte that is part of a character above U+007F, or of none.</summary>
    public static ByteSet AboveAscii { get; } = new(0, 0, ulong.MaxValue, ulong.MaxValue);

    /// <summary>How many bytes are in it.</summary>
    public int Count =>
        (int)(ulong.PopCount(Low) + ulong.PopCount(Ascii) + ulong.PopCount(Trail) + ulong.PopCount(Lead));

    /// <summary>The one byte.</summary>
    public static ByteSet Of(byte value)
    {
        ulong bit = 1UL << (value & 63);
        return (value >> 6) switch
        {
            0 => new ByteSet(bit, 0, 0, 0),
            1 => new ByteSet(0, bit, 0, 0),
            2 => new ByteSet(0, 0, bit, 0),
            _ => new ByteSet(0, 0, 0, bit),
        };
    }

    /// <summary>What is in either.</summary>
    public static ByteSet operator |(ByteSet a, ByteSet b) => new(a.Low | b.Low, a.Ascii | b.Ascii, a.Trail | b.Trail, a.Lead | b.Lead);

    /// <summary>True if the byte is in it.</summary>
    public bool Contains(byte value)
    {
        ulong word = (value >> 6) switch { 0 => Low, 1 => Ascii, 2 => Trail, _ => Lead };
        return ((word >> (value & 63)) & 1) != 0;
    }

    /// <summary>The bytes, in order.</summary>
    public byte[] ToArray()
    {
        ByteSet set = this;
        return [.. Enumerable.Range(0, 256).Select(value => (byte)value).Where(value => set.Contains(value))];
    }
}
