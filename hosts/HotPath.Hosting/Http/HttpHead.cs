using HotPath.Core.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HotPath.Hosting.Http;

/// <summary>What the headers of a request to a known path say of it.</summary>
/// <param name="Kind">How its message is written.</param>
/// <param name="Encoding">How its body is compressed.</param>
/// <param name="Length">Its body's length; null if that is not declared (chunked, or HTTP/2 without content-length).</param>
/// <param name="ExpectsContinue">True if its sender waits to be asked for the body (RFC 9110 section 10.1.1).</param>
internal readonly record struct HttpHead(PayloadKind Kind, BodyEncoding Encoding, long? Length, bool ExpectsContinue)
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";

    /// <summary>What decompresses the body; null if nothing has to, or can.</summary>
    public Codec? Decompressor => Encoding switch
    {
        BodyEncoding.Gzip => Codec.Gzip,
        BodyEncoding.Zlib => Codec.Zlib,
        BodyEncoding.Zstd => Codec.Zstd,
        BodyEncoding.Snappy => Codec.Snappy,
        BodyEncoding.SnappyFramed => Codec.SnappyFramed,
        BodyEncoding.Lz4 => Codec.Lz4,
        _ => null,
    };

    /// <summary>Reads the headers, in the Collector's order; a refusal in plain text if this is no OTLP/HTTP request at all.</summary>
    public static PlainAnswer? Read(IHttpRequestFeature request, IReadOnlyList<string> encodings, out HttpHead head)
    {
        head = default;
        if (!HttpMethods.IsPost(request.Method))
        {
            return PlainAnswer.WrongMethod;
        }

        if (KindOf(request.Headers.ContentType.ToString()) is not { } kind)
        {
            return PlainAnswer.WrongContentType;
        }

        head = new HttpHead(
            kind,
            EncodingOf(request.Headers.ContentEncoding.ToString(), encodings),
            request.Headers.ContentLength,
            request.Headers.Expect.Count > 0);
        return null;
    }

    /// <summary>How a message of this content type is written; null for another.</summary>
    public static PayloadKind? KindOf(ReadOnlySpan<char> contentType)
    {
        int parameters = contentType.IndexOf(';');
        ReadOnlySpan<char> type = (parameters < 0 ? contentType : contentType[..parameters]).Trim();
        if (type.Equals(Protobuf, StringComparison.OrdinalIgnoreCase))
        {
            return PayloadKind.Protobuf;
        }

        return type.Equals(Json, StringComparison.OrdinalIgnoreCase) ? PayloadKind.Json : null;
    }

    private static BodyEncoding EncodingOf(string written, IReadOnlyList<string> encodings)
    {
        string encoding = written == "identity" ? "" : written;
        if (!encodings.Contains(encoding))
        {
            return BodyEncoding.Unknown;
        }

        return encoding switch
        {
            "" => BodyEncoding.Identity,
            "gzip" => BodyEncoding.Gzip,
            "zlib" or "deflate" => BodyEncoding.Zlib,
            "zstd" => BodyEncoding.Zstd,
            "snappy" => BodyEncoding.Snappy,
            "x-snappy-framed" => BodyEncoding.SnappyFramed,
            "lz4" => BodyEncoding.Lz4,
            _ => BodyEncoding.Unknown,
        };
    }
}
