namespace HotPath.Core.Json;

/// <summary>A string token: what stands between its quotes. It ends with the JSON that it points into.</summary>
/// <param name="start">The byte behind the opening quote.</param>
/// <param name="rawLength">How many bytes there are between the quotes.</param>
/// <param name="isEscaped">Whether there are escapes among them, all of them well formed.</param>
/// <param name="isAscii">Whether all of them are ASCII.</param>
internal readonly unsafe ref struct JsonString(byte* start, int rawLength, bool isEscaped, bool isAscii)
{
    /// <summary>The byte behind the opening quote.</summary>
    internal byte* Start { get; } = start;

    /// <summary>How many bytes there are between the quotes.</summary>
    internal int RawLength { get; } = rawLength;

    /// <summary>Whether there are escapes, all of them well formed.</summary>
    internal bool IsEscaped { get; } = isEscaped;

    /// <summary>Whether all bytes are ASCII.</summary>
    internal bool IsAscii { get; } = isAscii;

    /// <summary>The bytes between the quotes, escapes as they are.</summary>
    internal ReadOnlySpan<byte> Raw => new(Start, RawLength);

    /// <summary>The text, decoded into <paramref name="scratch"/> if it has escapes. If they do not fit, it stays as it is: with a
    /// backslash in it, it equals no name, number or id.</summary>
    internal ReadOnlySpan<byte> Text(Span<byte> scratch) =>
        IsEscaped && RawLength <= scratch.Length ? scratch[..JsonEscapes.Decode(Raw, scratch)] : Raw;
}
