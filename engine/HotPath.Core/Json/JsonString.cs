namespace HotPath.Core.Json;

/// <summary>A string token: what stands between its quotes.</summary>
internal readonly ref struct JsonString(ReadOnlySpan<byte> raw, bool isEscaped)
{
    /// <summary>The bytes between the quotes, escapes as they are.</summary>
    internal ReadOnlySpan<byte> Raw { get; } = raw;

    /// <summary>Whether there are escapes, all of them well formed.</summary>
    internal bool IsEscaped { get; } = isEscaped;

    /// <summary>How many bytes the text has without escapes.</summary>
    internal int Length => IsEscaped ? JsonEscapes.DecodedLength(Raw) : Raw.Length;

    /// <summary>Writes the text to <paramref name="into"/>, which has room for <see cref="Length"/> bytes.</summary>
    internal int CopyTo(Span<byte> into)
    {
        if (IsEscaped)
        {
            return JsonEscapes.Decode(Raw, into);
        }

        Raw.CopyTo(into);
        return Raw.Length;
    }

    /// <summary>The text, decoded into <paramref name="scratch"/> if it has escapes. If they do not fit, it stays as it is: with a
    /// backslash in it, it equals no name, number or id.</summary>
    internal ReadOnlySpan<byte> Text(Span<byte> scratch)
    {
        return IsEscaped && Raw.Length <= scratch.Length ? scratch[..JsonEscapes.Decode(Raw, scratch)] : Raw;
    }
}
