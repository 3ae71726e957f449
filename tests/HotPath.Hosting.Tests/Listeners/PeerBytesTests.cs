using System.Buffers;
using System.Text;
using HotPath.Hosting.Listeners;

namespace HotPath.Hosting.Tests.Listeners;

/// <summary>What a connection's first bytes tell, however few have come.</summary>
public sealed class PeerBytesTests
{
    [Theory]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", nameof(PeerKind.Http2))]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004", nameof(PeerKind.Http2))]
    [InlineData("POST /v1/traces HTTP/1.1\r\n", nameof(PeerKind.Http1))]
    [InlineData("PRO /", nameof(PeerKind.Http1))]
    [InlineData("OPTIONS * HTTP/1.1\r\n", nameof(PeerKind.Http1))]
    [InlineData("GET ", nameof(PeerKind.Http1))]
    [InlineData("PRI * HTTP/1.1\r\n", nameof(PeerKind.Http1))]
    [InlineData("\u0016\u0003\u0001\u0002", nameof(PeerKind.Tls))]
    [InlineData("\u0016\u0003", nameof(PeerKind.Tls))]
    [InlineData("\u0016\u0004", nameof(PeerKind.Unknown))]
    [InlineData("SSH-2.0-OpenSSH", nameof(PeerKind.Unknown))]
    [InlineData("get / HTTP/1.1", nameof(PeerKind.Unknown))]
    [InlineData(" GET", nameof(PeerKind.Unknown))]
    [InlineData("\0", nameof(PeerKind.Unknown))]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ", nameof(PeerKind.Unknown))]
    public void Bytes_OfEachKind_AreRecognisedAndNeverMistakenOnTheWay(string text, string expected)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);

        Of(bytes).ToString().ShouldBe(expected);
        for (int length = 0; length < bytes.Length; length++)
        {
            Of(bytes[..length]).ToString().ShouldBeOneOf(nameof(PeerKind.Undecided), expected);
        }
    }

    private static PeerKind Of(byte[] bytes) => PeerBytes.Recognise(new ReadOnlySequence<byte>(bytes));
}
