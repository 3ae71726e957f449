using System.Text;
using HotPath.Core.Http2;

namespace HotPath.Hosting.Listeners;

/// <summary>
/// What a peer is told that speaks the wrong protocol, in one that its library shows to a person: HTTP/2 to who began with its preface,
/// else HTTP/1.1. A TLS client reports that as "server gave HTTP response to HTTPS client", "wrong version number" or the like.
/// </summary>
internal static class PeerAnswers
{
    private const string Plaintext = "this port speaks TLS, and the connection began in plaintext: use https://, or tls without insecure";

    private const string Tls = "this port speaks plaintext, and the connection began with TLS: use http://, or tls with insecure: true";

    private const string Unknown = "this port takes OTLP over gRPC and HTTP, and the connection began with neither";

    /// <summary>The bytes to answer with, after which the connection ends.</summary>
    /// <param name="kind">What the connection began with.</param>
    /// <param name="isTls">True if the port speaks TLS.</param>
    public static byte[] Of(PeerKind kind, bool isTls)
    {
        string text = kind switch
        {
            PeerKind.Tls when !isTls => Tls,
            PeerKind.Http1 or PeerKind.Http2 when isTls => Plaintext,
            _ => Unknown,
        };
        return kind == PeerKind.Http2 ? GoAway(text) : Encoding.ASCII.GetBytes(
            "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
            + $"Content-Length: {text.Length + 1}\r\n\r\n{text}\n");
    }

    private static byte[] GoAway(string text)
    {
        byte[] debug = Encoding.ASCII.GetBytes(text);
        byte[] answer = new byte[FrameHeader.Bytes + FrameWriter.GoAwayBytes + debug.Length];
        int settings = FrameWriter.Settings(answer, []);
        FrameWriter.GoAway(answer.AsSpan(settings), 0, Http2ErrorCode.InadequateSecurity, debug);
        return answer;
    }
}
