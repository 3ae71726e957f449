using System.Text;
using HotPath.Core.Http2;
using HotPath.Core.Http2.Hpack;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <content>What each frame means (RFC 9113, section 6). All of it runs under the gate, on the reading loop.</content>
internal sealed partial class Http2Connection
{
    private readonly HpackDecoder _decoder = new(Http2Limits.DefaultHeaderTableBytes, Http2Windows.MaxHeaderListBytes);
    private byte[] _block = [];
    private int _blockLength;
    private int _blockStream;
    private int _continuations;
    private bool _blockEndsStream;
    private int _uncredited;
    private string? _goAwayWhy;

    private void Handle(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        Http2ErrorCode length = FramePayload.CheckLength(header);
        if (length != Http2ErrorCode.NoError && header.Type != FrameType.Priority)
        {
            throw new Http2Fault(length, $"the peer sent {header.Type} with {header.Length} bytes, which it cannot have");
        }

        if (_blockStream != 0 && (header.Type != FrameType.Continuation || header.StreamId != _blockStream))
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
                _controlLength += FrameWriter.Ping(Control(FrameWriter.PingBytes), isAck: true, payload);
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
            _controlLength += FrameWriter.WindowUpdate(Control(FrameWriter.WindowUpdateBytes), 0, _uncredited);
            _uncredited = 0;
        }

        if (call?.Uncredited >= Http2Windows.StreamBytes / 2 && !header.Has(FrameFlags.EndStream))
        {
            _controlLength += FrameWriter.WindowUpdate(Control(FrameWriter.WindowUpdateBytes), header.StreamId, call.Uncredited);
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

        _blockEndsStream = header.Has(FrameFlags.EndStream);
        if (header.Has(FrameFlags.EndHeaders))
        {
            OnBlock(header.StreamId, content);
            return;
        }

        _blockStream = header.StreamId;
        _blockLength = 0;
        _continuations = 0;
        Join(content);
    }

    private void OnContinuation(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (_blockStream == 0)
        {
            throw Broken("CONTINUATION stands outside a header block");
        }

        if (++_continuations > Http2Windows.MaxContinuations)
        {
            throw new Http2Fault(
                Http2ErrorCode.EnhanceYourCalm, "the peer's header block does not end", LimitNames.MaxContinuations);
        }

        Join(payload);
        if (header.Has(FrameFlags.EndHeaders))
        {
            _blockStream = 0;
            OnBlock(header.StreamId, _block.AsSpan(0, _blockLength));
            _block = [];
        }
    }

    private void Join(ReadOnlySpan<byte> fragment)
    {
        int length = _blockLength + fragment.Length;
        if (length > Http2Windows.MaxHeaderBlockBytes)
        {
            throw new Http2Fault(
                Http2ErrorCode.EnhanceYourCalm,
                $"the peer's header block has more than {Http2Windows.MaxHeaderBlockBytes} bytes",
                LimitNames.MaxHeaderBlockBytes);
        }

        if (length > _block.Length)
        {
            Array.Resize(ref _block, Math.Max(length, _block.Length * 2));
        }

        fragment.CopyTo(_block.AsSpan(_blockLength));
        _blockLength = length;
    }

    /// <summary>A header block is decoded even if nobody wants it: the table must stay in step.</summary>
    private void OnBlock(int streamId, ReadOnlySpan<byte> block)
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
        else if (_blockEndsStream)
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

    private void OnReset(int streamId, Http2ErrorCode code)
    {
        if (CallOf(streamId) is { } call)
        {
            // Whoever is reset is not to reset in turn, nor to send on.
            call.IsClosedByPeer = true;
            _streams.Remove(streamId);
            call.End(
                code == Http2ErrorCode.RefusedStream ? CallEnd.Refused : CallEnd.Reset, $"the peer reset the stream: {code}");
        }
        else if (_streams.Remove(streamId, out Http2Call? answered))
        {
            answered.IsClosedByPeer = true;
        }
    }

    private void OnSettings(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.Has(FrameFlags.Ack))
        {
            _settingsOverdue.Dispose();
            return;
        }

        for (; !payload.IsEmpty; payload = payload[Setting.Bytes..])
        {
            Apply(Setting.Read(payload));
        }

        _controlLength += FrameWriter.SettingsAck(Control(FrameHeader.Bytes));
        _isReady = true;
        _ready.TrySetResult();
    }

    private void Apply(Setting setting)
    {
        if (setting.Check() is not Http2ErrorCode.NoError and var code)
        {
            throw new Http2Fault(code, $"the peer's SETTINGS cannot be: {setting.Id} = {setting.Value}");
        }

        switch (setting.Id)
        {
            case SettingId.HeaderTableSize:
                _encoder.SetPeerLimit(setting.Value);
                break;
            case SettingId.MaxConcurrentStreams:
                _peerMaxStreams = setting.Value;
                break;
            case SettingId.MaxFrameSize:
                _peerMaxFrame = (int)setting.Value;
                break;
            case SettingId.InitialWindowSize:
                long change = setting.Value - _peerStreamWindow;
                _peerStreamWindow = setting.Value;
                foreach (Http2Call call in _streams.Values)
                {
                    Widen(call, change);
                }

                break;
        }
    }

    private void OnGoAway(ReadOnlySpan<byte> payload)
    {
        Http2ErrorCode code = FramePayload.GoAway(payload, out int last, out ReadOnlySpan<byte> debug);
        string text = Encoding.Latin1.GetString(debug[..Math.Min(debug.Length, 256)]);
        _goAwayWhy = $"the peer is going away: {code}{(text.Length > 0 ? ": " : "")}{text}";
        IsGoingAway = true;
        PeerFault = FirstBytes.OfGoAway(code) ?? PeerFault;
        IsPingedTooOften |= code == Http2ErrorCode.EnhanceYourCalm && debug.SequenceEqual("too_many_pings"u8);
        if (code == Http2ErrorCode.EnhanceYourCalm)
        {
            Limit ??= IsPingedTooOften ? LimitNames.TooManyPings : LimitNames.EnhanceYourCalm;
        }
        foreach (Http2Call call in _streams.Values)
        {
            if (call.StreamId > last)
            {
                call.IsClosedByPeer = true;
                call.End(CallEnd.Unprocessed, _goAwayWhy);
            }
        }

        EndUnstarted(_goAwayWhy);
        _draining.TrySetResult();
    }

    private void OnWindowUpdate(int streamId, int increment)
    {
        if (increment == 0)
        {
            throw Broken("WINDOW_UPDATE by 0");
        }

        if (streamId != 0)
        {
            CallOf(streamId);
            if (_streams.TryGetValue(streamId, out Http2Call? call))
            {
                Widen(call, increment);
            }

            return;
        }

        _window += increment;
        if (_window > Http2Limits.MostWindowBytes)
        {
            throw new Http2Fault(Http2ErrorCode.FlowControlError, "the peer made the connection's window larger than 2³¹−1");
        }
    }

    private void Widen(Http2Call call, long bytes)
    {
        call.Window += bytes;
        if (call.Window > Http2Limits.MostWindowBytes)
        {
            throw new Http2Fault(Http2ErrorCode.FlowControlError, $"the peer made stream {call.StreamId}'s window larger than 2³¹−1");
        }

        if (call.Window > 0 && call.Unsent > 0 && !call.IsListed && !call.IsEnded)
        {
            call.IsListed = true;
            _listed.Add(call);
        }
    }
}
