namespace HotPath.Components.Processors.Redaction.Databases;

/// <summary>Memcached's statements: a line, and behind it the data.</summary>
internal static class MemcachedText
{
    /// <summary>The line.</summary>
    public static ReadOnlySpan<byte> Statement(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf("\r\n"u8);
        return Trimmed(end < 0 ? text : text[..end]);
    }

    /// <summary>A text without the white space around it.</summary>
    public static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> text) => text.Trim(" \t\n\v\f\r"u8);
}
