using System.Buffers;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Redaction;

/// <summary>
/// The <c>url_sanitizer</c>: takes out of URLs what varies, in attributes that are named, in bodies, and in names of spans. Thread-safe.
/// </summary>
internal sealed class UrlSanitizer
{
    private const int OnStack = 512;
    private const int Server = 2;
    private const int Client = 3;

    private static readonly AttributeKey[] HttpKeys =
    [
        .. new[]
        {
            "http.route", "http.request.method", "http.request.method_original", "http.response.status_code", "url.full", "http.scheme",
            "http.target", "http.method", "http.url",
        }.Select(key => new AttributeKey(key)),
    ];

    private readonly KeySet _keys;

    /// <summary>Makes one.</summary>
    /// <param name="keys">Attributes that hold URLs.</param>
    public UrlSanitizer(IEnumerable<string> keys) => _keys = new KeySet(keys);

    /// <summary>True if an attribute is one that holds a URL.</summary>
    public bool Names(ReadOnlySpan<byte> key, uint hash) => _keys.Contains(key, hash);

    /// <summary>Clusters a text; false if that leaves it as it is.</summary>
    public bool TrySanitize(Overlay overlay, ReadOnlySpan<byte> url, out WireValue sanitized)
    {
        byte[]? rented = null;
        Span<byte> into = url.Length <= OnStack ? stackalloc byte[OnStack] : rented = ArrayPool<byte>.Shared.Rent(url.Length);
        ReadOnlySpan<byte> written = into[..UrlClusters.Write(url, into)];
        bool isChanged = !written.SequenceEqual(url);
        sanitized = isChanged ? overlay.Text(written) : default;
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return isChanged;
    }

    /// <summary>
    /// Clusters the name of a server's or client's span that has a slash in it, or an HTTP attribute. A name of which nothing would be
    /// left but asterisks stays. False if the name stays as it is.
    /// </summary>
    public bool TrySanitizeName(Overlay overlay, Owner span)
    {
        if (overlay.GetField(span, OtlpTag.SpanKind).Varint is not (Server or Client))
        {
            return false;
        }

        ReadOnlySpan<byte> name = overlay.GetField(span, OtlpTag.SpanName).Bytes;
        bool isHttp = name.Contains((byte)'/') || HasHttp(overlay.AttributesOf(span));
        if (!isHttp || !TrySanitize(overlay, name, out WireValue sanitized) || TellsNothing(sanitized.Content))
        {
            return false;
        }

        overlay.SetField(span, OtlpTag.SpanName, sanitized.Content);
        return true;
    }

    private static bool HasHttp(AttributeView attributes)
    {
        foreach (AttributeKey key in HttpKeys)
        {
            if (attributes.TryGet(key, out _))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Nothing but segments that are one asterisk or empty, or nothing at all.</summary>
    private static bool TellsNothing(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.SequenceEqual("..."u8))
        {
            return true;
        }

        bool hasStar = false;
        foreach (Range segment in name.Split((byte)'/'))
        {
            ReadOnlySpan<byte> text = name[segment];
            if (!text.IsEmpty && !text.SequenceEqual("*"u8))
            {
                return false;
            }

            hasStar |= !text.IsEmpty;
        }

        return hasStar;
    }
}
