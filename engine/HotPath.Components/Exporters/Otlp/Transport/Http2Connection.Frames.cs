using HotPath.Core.Http2;
using HotPath.Core.Http2.Hpack;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <content>
/// Each frame to its place, and those that carry answers: HEADERS, CONTINUATION and DATA (RFC 9113, section 6). All of it runs under the
/// gate, on the reading loop.
/// </content>
internal sealed partial class Http2Connection
{
    private readonly HpackDecoder _decoder = new(Http2Limits.DefaultHeaderTableBytes, Http2Windows.MaxHeaderListBytes);
    private readonly HeaderBlock _block = new();
    private int _uncredited;

    private void Handle(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        Http2ErrorCode length = FramePayload.CheckLength(header);
        if (length != Http2ErrorCode.NoError && header.Type != FrameType.Priority)
        {
            throw new Http2Fault(length, $"the peer sent {header.Type} with {header.Length} bytes, which it cannot have");
        }

        if (_block.IsOpen && (header.Type != FrameType.Continuation || header.StreamId != _block.StreamId))
        {
            throw Broken($"{header.Type} stands inside a header block");
        }

        bool isConnections = header.Type is FrameType.Settings or FrameType.Ping or FrameType.GoAway;
        bool isStreams = header.Type is FrameType.Data or FrameType.Headers or FrameType.RstStream or FrameType.Continuation;
        if (header.StreamId == 0 ? isStreams : isConnections)
        {
            throw Broken($"{header.Type} on stream {header.StreamId}");
        }

        switch (header.Type)
        {
            case FrameType.Data:
                OnData(header, payload);
                break;
            case FrameType.Headers:
                OnHeaders(header, payload);
                break;
            case FrameType.Continuation:
                OnContinuation(header, payload);
                break;
            case FrameType.RstStream:
                OnReset(header.StreamId, FramePayload.ResetCode(payload));
                break;
            case FrameType.Settings:
                OnSettings(header, payload);
                break;
            case FrameType.PushPromise:
                throw Broken("a push was promised, which we do not allow");
            case FrameType.Ping when !header.Has(FrameFlags.Ack):
                _control.AnswerPing(payload);
                break;
            case FrameType.GoAway:
                OnGoAway(payload);
                break;
            case FrameType.WindowUpdate:
                OnWindowUpdate(header.StreamId, FramePayload.WindowIncrement(payload));
                break;
            default:
                // PRIORITY says nothing to us, nor do kinds that came after RFC 9113.
                break;
        }
    }

    private static Http2Fault Broken(string what) => new(Http2ErrorCode.ProtocolError, $"the peer broke HTTP/2: {what}");

    /// <summary>The call of a stream that still matters; null for one that ended. Streams that we did not open are an error.</summary>
    private Http2Call? CallOf(int streamId)
    {
        if (streamId % 2 == 0 || (_nextStreamId > 0 && streamId >= _nextStreamId))
        {
            throw Broken($"a frame came for stream {streamId}, which we did not open");
        }

        return _streams.TryGetValue(streamId, out Http2Call? call) && !call.IsEnded && !call.IsClosedByPeer ? call : null;
    }

    private void OnData(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        Http2Call? call = CallOf(header.StreamId);
        Credit(header, call);
        if (FramePayload.Strip(header, payload, out ReadOnlySpan<byte> content) != Http2ErrorCode.NoError)
        {
            throw Broken("DATA has more padding than room");
        }

        if (call is null)
        {
            return;
        }

        if (call.Head.HttpStatus == 0)
        {
            throw Broken("DATA came before the response's headers");
        }

        if (!call.Body.TryAppend(content))
        {
            call.End(CallEnd.TooLarge);
        }
        else if (header.Has(FrameFlags.EndStream))
        {
            Answer(call);
        }
    }

    /// <summary>Gives windows back in large steps. What is padding, or for calls that ended, counts too (RFC 9113, section 6.9).</summary>
    private void Credit(FrameHeader header, Http2Call? call)
    {
        _uncredited += header.Length;
        if (call is not null)
        {
            call.Uncredited += header.Length;
        }

        if (_uncredited > Http2Windows.ConnectionBytes || call?.Uncredited > Http2Windows.StreamBytes)
        {
            throw new Http2Fault(Http2ErrorCode.FlowControlError, "the peer sent more than the windows allow");
        }

        if (_uncredited >= Http2Windows.ConnectionBytes / 2)
        {
            _control.Credit(0, _uncredited);
            _uncredited = 0;
        }

        if (call?.Uncredited >= Http2Windows.StreamBytes / 2 && !header.Has(FrameFlags.EndStream))
        {
            _control.Credit(header.StreamId, call.Uncredited);
            call.Uncredited = 0;
        }
    }

    private void OnHeaders(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        CallOf(header.StreamId);
        if (FramePayload.Strip(header, payload, out ReadOnlySpan<byte> content) is not Http2ErrorCode.NoError and var code)
        {
            throw new Http2Fault(code, "the peer broke HTTP/2: HEADERS have more padding than room");
        }

        if (header.Has(FrameFlags.EndHeaders))
        {
            OnBlock(header.StreamId, header.Has(FrameFlags.EndStream), content);
        }
        else
        {
            _block.Begin(header.StreamId, header.Has(FrameFlags.EndStream), content);
        }
    }

    private void OnContinuation(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (!_block.IsOpen)
        {
            throw Broken("CONTINUATION stands outside a header block");
        }

        if (_block.Continuations >= Http2Windows.MaxContinuations)
        {
            throw new Http2Fault(
                Http2ErrorCode.EnhanceYourCalm, "the peer's header block does not end", LimitNames.MaxContinuations);
        }

        if (_block.Length + payload.Length > Http2Windows.MaxHeaderBlockBytes)
        {
            throw new Http2Fault(
                Http2ErrorCode.EnhanceYourCalm,
                $"the peer's header block has more than {Http2Windows.MaxHeaderBlockBytes} bytes",
                LimitNames.MaxHeaderBlockBytes);
        }

        _block.Continue(payload);
        if (header.Has(FrameFlags.EndHeaders))
        {
            OnBlock(_block.StreamId, _block.EndsStream, _block.Bytes);
            _block.Clear();
        }
    }

    /// <summary>A header block is decoded even if nobody wants it: the table must stay in step.</summary>
    private void OnBlock(int streamId, bool endsStream, ReadOnlySpan<byte> block)
    {
        Http2Call? call = CallOf(streamId);
        ResponseHead unwanted = default;
        ref ResponseHead head = ref call is null ? ref unwanted : ref call.Head;
        HpackStatus status = _decoder.Decode(block, ref head);
        if (status is not (HpackStatus.Ok or HpackStatus.HeaderListTooLarge))
        {
            throw new Http2Fault(Http2ErrorCode.CompressionError, $"the peer's headers cannot be decoded: {status}");
        }

        if (call is null)
        {
            return;
        }

        if (status == HpackStatus.HeaderListTooLarge)
        {
            call.End(CallEnd.Reset, $"the response has more than {GrpcChannel.MaxResponseHeadersKib} KiB of headers");
        }
        else if (endsStream)
        {
            Answer(call);
        }
    }

    private void Answer(Http2Call call)
    {
        call.IsClosedByPeer = true;
        HasAnswered = true;
        _probe.OnAnswer();
        call.End(CallEnd.Answered);
    }
}
