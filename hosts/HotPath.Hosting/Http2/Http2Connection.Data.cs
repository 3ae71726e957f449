using HotPath.Core.Http2;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Grpc;

namespace HotPath.Hosting.Http2;

/// <content>
/// DATA (RFC 9113 section 6.1) and the windows of what comes in (section 5.2). Payloads go to their message piece by piece, as they come:
/// <code>
///   ├──────────────┼─────────┼─────────┤
///   │ padding      │ body    │ padding │
///   │ length (1),  │         │         │
///   │ if PADDED    │         │         │
/// </code>
/// All of the payload, padding too, counts against the windows. Nothing is ever read ahead of the engine's consent: a byte is credited once
/// it lies in a slab that the budget has admitted, or was thrown away; so one stream never starves the rest.
/// </content>
internal sealed partial class Http2Connection
{
    private readonly int _connectionWindow;
    private long _receiveWindow;
    private long _uncredited;
    private long _pendingBytes;
    private bool _inData;
    private bool _padLengthMissing;
    private bool _endsStream;
    private int _frameLength;
    private int _bodyLeft;
    private int _padLeft;
    private bool _hasBody;
    private GrpcStream? _data;

    private void BeginData(FrameHeader header)
    {
        _frames++;
        if (header.StreamId == 0 || (header.Has(FrameFlags.Padded) && header.Length == 0))
        {
            Fail(
                header.StreamId == 0 ? Http2ErrorCode.ProtocolError : Http2ErrorCode.FrameSizeError,
                "DATA on stream 0, or without its padding's length");
            return;
        }

        _receiveWindow -= header.Length;
        _uncredited += header.Length;
        if (_receiveWindow < 0)
        {
            Fail(Http2ErrorCode.FlowControlError, "more DATA than the connection's window allows");
            return;
        }

        if (!TryFindReceiver(header, out _data))
        {
            return;
        }

        _inData = true;
        _frameLength = header.Length;
        _bodyLeft = header.Length;
        _padLeft = 0;
        _padLengthMissing = header.Has(FrameFlags.Padded);
        _endsStream = header.Has(FrameFlags.EndStream);
        _hasBody = !_padLengthMissing && header.Length > 0;
        if (header.Length == 0)
        {
            EndData();
        }
    }

    /// <summary>The stream that a DATA frame is for; null if it is thrown away; false if the connection ends for it.</summary>
    private bool TryFindReceiver(FrameHeader header, out GrpcStream? stream)
    {
        if (!_streams.TryGet(header.StreamId, out stream))
        {
            return IsClosedForUs(header.StreamId, "DATA");
        }

        stream.ReceiveWindow -= header.Length;
        if (stream.State != StreamState.Receiving)
        {
            Reset(stream, Http2ErrorCode.StreamClosed, RefuseReason.BadFraming);
            stream = null;
        }
        else if (stream.ReceiveWindow < 0 && header.Length > 0)
        {
            Reset(stream, Http2ErrorCode.FlowControlError, RefuseReason.BadFraming);
            stream = null;
        }

        return !_isOver;
    }

    private void TakeData(ref ReadOnlySpan<byte> input)
    {
        if (_padLengthMissing)
        {
            _padLengthMissing = false;
            _padLeft = input[0];
            input = input[1..];
            _bodyLeft = _frameLength - 1 - _padLeft;
            _hasBody = _bodyLeft > 0;
            if (_bodyLeft < 0)
            {
                Fail(Http2ErrorCode.ProtocolError, "DATA with more padding than payload");
                return;
            }
        }

        int count = Math.Min(_bodyLeft, input.Length);
        if (count > 0)
        {
            _bodyLeft -= count;
            if (_data is { Message.Refusal: null } stream)
            {
                stream.Take(input[..count]);
                if (stream.Message.Refusal is not null)
                {
                    _refused.Add(stream);
                }
            }

            input = input[count..];
        }

        int padding = Math.Min(_padLeft, input.Length);
        _padLeft -= padding;
        input = input[padding..];
        if (_bodyLeft == 0 && _padLeft == 0)
        {
            EndData();
        }
    }

    private void EndData()
    {
        _inData = false;
        if (!_hasBody && !_endsStream && !Allow(FloodKind.Empty))
        {
            return;
        }

        if (_data is { } stream)
        {
            _data = null;
            if (_endsStream)
            {
                EndBody(stream);
            }
            else if (stream.Message.Refusal is null)
            {
                CreditStream(stream);
            }
        }
    }

    /// <summary>
    /// Gives a stream room to send more, in large steps: a window's worth, or, once there is room for the whole message, all that is
    /// missing.
    /// </summary>
    private void CreditStream(GrpcStream stream)
    {
        GrpcMessage message = stream.Message;
        bool isKnown = message.MissingBytes > 0 && message.Refusal is null;
        long wanted = isKnown && message.HasAllRoom ? Math.Max(_limits.StreamWindowBytes, message.MissingBytes) : _limits.StreamWindowBytes;
        if (stream.ReceiveWindow < wanted / 2 && !(isKnown && stream.ReceiveWindow >= message.MissingBytes))
        {
            int increment = (int)(wanted - stream.ReceiveWindow);
            stream.ReceiveWindow += increment;
            _output.Advance(FrameWriter.WindowUpdate(Room(FrameWriter.WindowUpdateBytes), stream.Id, increment));
        }
    }

    /// <summary>
    /// Gives the connection room to send more, in steps of a quarter of its window. What the engine is still late with is held back, up to
    /// half of the window: its sender feels it, and other streams go on.
    /// </summary>
    private void CreditConnection()
    {
        long credit = _uncredited - Math.Min(_pendingBytes, _connectionWindow / 2);
        if (credit >= _connectionWindow / 4)
        {
            _uncredited -= credit;
            _receiveWindow += credit;
            _output.Advance(FrameWriter.WindowUpdate(Room(FrameWriter.WindowUpdateBytes), 0, (int)credit));
        }
    }
}
