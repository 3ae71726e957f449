using System.Text;
using HotPath.Core.Http2;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Listeners;

namespace HotPath.Hosting.Http2;

/// <content>How streams and the connection end (RFC 9113 sections 5.4, 6.4, 6.8).</content>
internal sealed partial class Http2Connection
{
    private DrainStep _drain;
    private bool _peerLeaves;

    /// <summary>A connection error: GOAWAY, and nothing more is read.</summary>
    private void Fail(Http2ErrorCode code, string why)
    {
        if (!_isOver)
        {
            _isOver = true;
            SendGoAway(_lastStreamId, code, why);
        }
    }

    /// <summary>A connection error for a limit that the client passed: it is told, and so is the operator.</summary>
    private void Calm(string limit, string why, Http2ErrorCode code = Http2ErrorCode.EnhanceYourCalm)
    {
        if (!_isOver)
        {
            _service.Peers.Limited(limit, _connection.RemoteEndPoint, why);
            Fail(code, why);
        }
    }

    private void SendGoAway(int lastStreamId, Http2ErrorCode code, string why = "")
    {
        byte[] text = Encoding.UTF8.GetBytes(why);
        _output.Advance(FrameWriter.GoAway(Room(FrameWriter.GoAwayBytes + text.Length), lastStreamId, code, text));
    }

    /// <summary>A stream error: RST_STREAM, and what the request held is given back.</summary>
    private void Reset(GrpcStream stream, Http2ErrorCode code, string reason)
    {
        if (stream.State == StreamState.Receiving)
        {
            stream.Head.Intake?.CountRefused(stream.Message.Refusal?.Reason ?? reason, stream.Message.KnownBytes);
        }

        int streamId = stream.Id;
        Drop(stream);
        SendReset(streamId, code);
    }

    /// <summary>
    /// Resets a stream that has no object, or none any more. Streams that a client provokes us to reset count as its own resets.
    /// </summary>
    private void SendReset(int streamId, Http2ErrorCode code)
    {
        _resets.Add(streamId);
        _output.Advance(FrameWriter.RstStream(Room(FrameWriter.RstStreamBytes), streamId, code));
        Allow(FloodKind.Reset);
    }

    /// <summary>Ends a stream without an answer. If the engine has its request, the engine is told, and the object waits for it.</summary>
    private void Drop(GrpcStream stream)
    {
        if (stream.State != StreamState.Answering)
        {
            stream.Record(null);
        }

        if (stream.State != StreamState.Delivering)
        {
            Close(stream);
            return;
        }

        Remove(stream);
        _orphans++;
        stream.Orphan();
    }

    /// <summary>Ends a stream.</summary>
    private void Close(GrpcStream stream)
    {
        if (stream.State == StreamState.Answering)
        {
            _blocked.Remove(stream);
        }

        Remove(stream);
        stream.Close();
        _streams.Keep(stream);
    }

    private void Remove(GrpcStream stream)
    {
        _streams.Remove(stream);
        Clock.OpenStreams = _streams.Count;
        if (ReferenceEquals(_data, stream))
        {
            _data = null;
        }
    }

    private static void CountGone(GrpcStream stream) =>
        stream.Head.Intake?.CountRefused(stream.Message.Refusal?.Reason ?? RefuseReason.Aborted, stream.Message.KnownBytes);

    private void OnGoAway(FrameHeader header)
    {
        if (header.StreamId != 0)
        {
            Fail(Http2ErrorCode.ProtocolError, "GOAWAY on a stream");
        }

        _peerLeaves = true;
    }

    private void OnEvents(ConnectionEvents events)
    {
        _isPaused &= (events & ConnectionEvents.Resume) == 0;
        if (_isOver)
        {
            return;
        }

        if ((events & ConnectionEvents.PingOverdue) != 0)
        {
            Fail(Http2ErrorCode.NoError, "a keepalive ping was not answered");
        }
        else if ((events & ConnectionEvents.FrameOverdue) != 0)
        {
            Calm(LimitNames.HeaderTimeout, $"a frame or header block took longer than {_limits.HeaderTimeout.TotalSeconds} s");
        }
        else if ((events & ConnectionEvents.SettingsOverdue) != 0)
        {
            Calm(
                LimitNames.SettingsTimeout,
                $"SETTINGS were not acknowledged within {_limits.SettingsTimeout.TotalSeconds} s",
                Http2ErrorCode.SettingsTimeout);
        }
        else if ((events & ConnectionEvents.Ping) != 0)
        {
            _output.Advance(FrameWriter.Ping(Room(FrameWriter.PingBytes), isAck: false, KeepalivePing));
        }

        if ((events & ConnectionEvents.Drain) != 0 && _drain == DrainStep.None)
        {
            BeginDrain();
        }

        if ((events & ConnectionEvents.DrainOverdue) != 0 && _drain == DrainStep.Announced)
        {
            FinishDrain();
        }
    }

    private void BeginDrain()
    {
        _drain = DrainStep.Announced;
        SendGoAway(int.MaxValue, Http2ErrorCode.NoError);
        _output.Advance(FrameWriter.Ping(Room(FrameWriter.PingBytes), isAck: false, DrainPing));
    }

    private void FinishDrain()
    {
        _drain = DrainStep.Final;
        SendGoAway(_lastStreamId, Http2ErrorCode.NoError);
    }

    /// <summary>The end in good order: nothing is under way any more, and nothing new will be.</summary>
    private void EndIfDrained() =>
        _isOver = (_drain == DrainStep.Final || _peerLeaves) && _streams.Count == 0 && _orphans == 0;
}
