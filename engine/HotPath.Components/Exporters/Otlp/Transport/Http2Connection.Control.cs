using System.Text;
using HotPath.Core.Http2;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <content>
/// Frames about streams and the connection: RST_STREAM, SETTINGS, GOAWAY and WINDOW_UPDATE (RFC 9113, sections 6.4, 6.5, 6.8, 6.9). Under
/// the gate, on the reading loop.
/// </content>
internal sealed partial class Http2Connection
{
    private string? _goAwayWhy;

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

        _control.AcknowledgeSettings();
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
