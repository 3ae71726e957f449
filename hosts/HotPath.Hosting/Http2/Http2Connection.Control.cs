using HotPath.Core.Http2;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Listeners;

namespace HotPath.Hosting.Http2;

/// <content>SETTINGS, PING, WINDOW_UPDATE, RST_STREAM, PRIORITY (RFC 9113 sections 6.3 to 6.9).</content>
internal sealed partial class Http2Connection
{
    private long _sendWindow = Http2Limits.DefaultWindowBytes;
    private long _peerStreamWindow = Http2Limits.DefaultWindowBytes;
    private int _streamWindow;
    private bool _isAcknowledged;

    private static ReadOnlySpan<byte> DrainPing => "hp drain"u8;

    private static ReadOnlySpan<byte> KeepalivePing => "hp alive"u8;

    /// <summary>Our SETTINGS.</summary>
    private void Greet()
    {
        // Until the client has seen our SETTINGS, its streams begin with the default window.
        _streamWindow = Math.Max(Http2Limits.DefaultWindowBytes, _limits.StreamWindowBytes);
        ReadOnlySpan<Setting> settings =
        [
            new(SettingId.MaxConcurrentStreams, (uint)_service.Plan.MaxConcurrentStreams),
            new(SettingId.InitialWindowSize, (uint)_limits.StreamWindowBytes),
            new(SettingId.MaxHeaderListSize, (uint)_limits.MaxHeaderBytes),
        ];
        _output.Advance(FrameWriter.Settings(Room(FrameHeader.Bytes + (settings.Length * Setting.Bytes)), settings));
    }

    /// <summary>Tells the client how many streams it may have open, where that has changed.</summary>
    private void AllowStreams()
    {
        if (_allowance.Changes(_waiting, _waitingBytes))
        {
            ReadOnlySpan<Setting> settings = [new(SettingId.MaxConcurrentStreams, (uint)_allowance.Current)];
            _output.Advance(FrameWriter.Settings(Room(FrameHeader.Bytes + Setting.Bytes), settings));
        }
    }

    /// <summary>
    /// The rest of the connection's window: a connection begins with 65,535 bytes whatever SETTINGS say. Not before it is clear that the
    /// connection stays ours, since what a client was given can't be taken back.
    /// </summary>
    private void OpenWindow()
    {
        int more = _connectionWindow - Http2Limits.DefaultWindowBytes;
        if (more > 0)
        {
            _output.Advance(FrameWriter.WindowUpdate(Room(FrameWriter.WindowUpdateBytes), 0, more));
        }
    }

    private void OnSettings(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        _hasSettings = true;
        if (header.StreamId != 0)
        {
            Fail(Http2ErrorCode.ProtocolError, "SETTINGS on a stream");
        }
        else if (header.Has(FrameFlags.Ack))
        {
            OnSettingsAck();
        }
        else if (Allow(FloodKind.Settings))
        {
            for (; payload.Length > 0 && !_isOver; payload = payload[Setting.Bytes..])
            {
                Apply(Setting.Read(payload));
            }

            if (!_isOver)
            {
                _output.Advance(FrameWriter.SettingsAck(Room(FrameHeader.Bytes)));
                ContinueAnswers();
            }
        }
    }

    /// <summary>
    /// From here the client's streams begin with our window, and those that are open have changed by the difference (6.9.2).
    /// </summary>
    private void OnSettingsAck()
    {
        int change = _limits.StreamWindowBytes - _streamWindow;
        if (!_isAcknowledged && change < 0)
        {
            foreach (GrpcStream stream in _streams.Open)
            {
                stream.ReceiveWindow += change;
                if (stream.State == StreamState.Receiving)
                {
                    CreditStream(stream);
                }
            }
        }

        _streamWindow = _limits.StreamWindowBytes;
        _isAcknowledged = true;
        Clock.IsAcknowledged = true;
    }

    private void Apply(Setting setting)
    {
        Http2ErrorCode code = setting.Check();
        if (code != Http2ErrorCode.NoError)
        {
            Fail(code, $"SETTINGS {setting.Id} of {setting.Value}");
        }
        else if (setting.Id == SettingId.InitialWindowSize)
        {
            long change = setting.Value - _peerStreamWindow;
            _peerStreamWindow = setting.Value;
            foreach (GrpcStream stream in _streams.Open)
            {
                stream.SendWindow += change;
                if (stream.SendWindow > Http2Limits.MostWindowBytes)
                {
                    Fail(Http2ErrorCode.FlowControlError, "SETTINGS_INITIAL_WINDOW_SIZE makes a stream's window too large");
                    return;
                }
            }
        }
    }

    private void OnWindowUpdate(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (!Allow(FloodKind.WindowUpdate))
        {
            return;
        }

        int increment = FramePayload.WindowIncrement(payload);
        if (header.StreamId == 0)
        {
            _sendWindow += increment;
            if (increment == 0 || _sendWindow > Http2Limits.MostWindowBytes)
            {
                Fail(increment == 0 ? Http2ErrorCode.ProtocolError : Http2ErrorCode.FlowControlError, "WINDOW_UPDATE of 0, or too much");
                return;
            }
        }
        else if (_streams.TryGet(header.StreamId, out GrpcStream? stream))
        {
            stream.SendWindow += increment;
            if (increment == 0 || stream.SendWindow > Http2Limits.MostWindowBytes)
            {
                Reset(
                    stream, increment == 0 ? Http2ErrorCode.ProtocolError : Http2ErrorCode.FlowControlError, RefuseReason.BadFraming);
                return;
            }
        }
        else
        {
            FailIfUnopened(header);
            return;
        }

        ContinueAnswers();
    }

    private void OnPing(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.StreamId != 0)
        {
            Fail(Http2ErrorCode.ProtocolError, "PING on a stream");
        }
        else if (header.Has(FrameFlags.Ack))
        {
            if (_drain == DrainStep.Announced && payload.SequenceEqual(DrainPing))
            {
                FinishDrain();
            }
        }
        else if (_pings.IsEarned || Allow(FloodKind.Ping))
        {
            if (!_pings.Allows(_streams.Count > 0))
            {
                Calm(LimitNames.MinTime, "too_many_pings");
                return;
            }

            _output.Advance(FrameWriter.Ping(Room(FrameWriter.PingBytes), isAck: true, payload));
        }
    }

    private void OnReset(FrameHeader header)
    {
        if (_streams.TryGet(header.StreamId, out GrpcStream? stream))
        {
            if (Allow(FloodKind.Reset))
            {
                if (stream.State == StreamState.Receiving)
                {
                    CountGone(stream);
                }

                Drop(stream);
            }
        }
        else if (!FailIfUnopened(header) && !_resets.TakeEcho(header.StreamId))
        {
            Allow(FloodKind.Reset);
        }
    }

    private void OnPriority(FrameHeader header)
    {
        if (header.StreamId == 0)
        {
            Fail(Http2ErrorCode.ProtocolError, "PRIORITY on stream 0");
        }
        else if (!Allow(FloodKind.Ignored) || header.Length == FramePayload.PriorityBytes)
        {
            return;
        }
        else if (_streams.TryGet(header.StreamId, out GrpcStream? stream))
        {
            Reset(stream, Http2ErrorCode.FrameSizeError, RefuseReason.BadFraming);
        }
        else if (IsUnopened(header.StreamId))
        {
            Fail(Http2ErrorCode.FrameSizeError, "PRIORITY of a wrong length on a stream that was never opened");
        }
        else
        {
            SendReset(header.StreamId, Http2ErrorCode.FrameSizeError);
        }
    }

    /// <summary>Ends the connection for a frame on stream 0 or on one that was never opened; frames on closed ones are ignored.</summary>
    private bool FailIfUnopened(FrameHeader header)
    {
        bool isIgnored = _drain == DrainStep.Final && (header.StreamId & 1) == 1;
        if (IsUnopened(header.StreamId) && !isIgnored)
        {
            Fail(Http2ErrorCode.ProtocolError, $"{header.Type} on stream {header.StreamId}, which was never opened");
        }

        return _isOver;
    }
}
