using System.Buffers;
using HotPath.Core.Http2;

namespace HotPath.Hosting.Listeners;

/// <summary>
/// Tells by a connection's first bytes what its peer speaks.
/// <code>
///   HTTP/2     "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
///   HTTP/1.1   method of capitals, a space
///   TLS        16 (handshake) │ 03 (major version) │ …
/// </code>
/// </summary>
internal static class PeerBytes
{
    /// <summary>As many bytes as it ever takes to tell.</summary>
    public const int Most = 24;

    private const byte TlsHandshake = 0x16;
    private const byte TlsMajorVersion = 0x03;

    /// <summary>What begins so.</summary>
    public static PeerKind Recognise(in ReadOnlySequence<byte> bytes)
    {
        Span<byte> first = stackalloc byte[Most];
        first = first[..(int)Math.Min(bytes.Length, Most)];
        bytes.Slice(0, first.Length).CopyTo(first);
        return Recognise(first);
    }

    /// <summary>What begins so.</summary>
    public static PeerKind Recognise(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> preface = Http2Limits.Preface;
        if (bytes.Length >= preface.Length ? bytes.StartsWith(preface) : preface.StartsWith(bytes))
        {
            return bytes.Length < preface.Length ? PeerKind.Undecided : PeerKind.Http2;
        }

        if (bytes[0] == TlsHandshake)
        {
            return bytes.Length < 2 ? PeerKind.Undecided : bytes[1] == TlsMajorVersion ? PeerKind.Tls : PeerKind.Unknown;
        }

        int method = bytes.IndexOfAnyExceptInRange((byte)'A', (byte)'Z');
        if (method < 0)
        {
            return bytes.Length < Most ? PeerKind.Undecided : PeerKind.Unknown;
        }

        return method > 0 && bytes[method] == (byte)' ' ? PeerKind.Http1 : PeerKind.Unknown;
    }
}
