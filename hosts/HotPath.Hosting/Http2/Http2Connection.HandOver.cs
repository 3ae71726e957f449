using System.Buffers;
using HotPath.Core.Http2;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Listeners;

namespace HotPath.Hosting.Http2;

/// <content>
/// Connections that begin with a request of OTLP/HTTP: over TLS, most HTTP clients let the server choose HTTP/2. Kestrel serves them, from
/// the preface on. What was exchanged before that request is not repeated: the client's SETTINGS are acknowledged already, and a second
/// acknowledgement would be an error to some clients. Kestrel then takes them for the defaults, which is safe: its answers are shorter than
/// any window, and it is told not to use HPACK's dynamic table. Its own SETTINGS say once more what ours said.
/// <code>
///   handed over:   preface │ HEADERS, CONTINUATION… of the first request │ all that came behind
/// </code>
/// </content>
internal sealed partial class Http2Connection
{
    private ArrayBufferWriter<byte>? _handedOver;
    private bool _isFirstRequest = true;

    /// <summary>Looks at the connection's first request; true if it, and the connection with it, is Kestrel's.</summary>
    private bool IsHandedOver(int streamId, bool endsStream, ReadOnlySpan<byte> block, in RequestHead head)
    {
        if (!_isFirstRequest)
        {
            return false;
        }

        _isFirstRequest = false;
        if (!head.IsOtherProtocol)
        {
            OpenWindow();
            return false;
        }

        _handedOver = new ArrayBufferWriter<byte>();
        _handedOver.Write(Http2Limits.Preface);
        FrameType type = FrameType.Headers;
        do
        {
            int length = Math.Min(block.Length, Http2Limits.LeastMaxFrameBytes);
            int flags = (length == block.Length ? FrameFlags.EndHeaders : FrameFlags.None)
                | (endsStream && type == FrameType.Headers ? FrameFlags.EndStream : FrameFlags.None);
            new FrameHeader(length, type, (byte)flags, streamId).Write(_handedOver.GetSpan(FrameHeader.Bytes));
            _handedOver.Advance(FrameHeader.Bytes);
            _handedOver.Write(block[..length]);
            block = block[length..];
            type = FrameType.Continuation;
        }
        while (!block.IsEmpty);
        return true;
    }

    /// <summary>Shows the connection to Kestrel as if nobody had read from it.</summary>
    private void ShowHandedOver()
    {
        if (_handedOver is not null)
        {
            PriorKnowledge.Mark(_connection);
            _connection.Transport = new ReplayedTransport(_handedOver.WrittenMemory, _connection.Transport);
        }
    }
}
