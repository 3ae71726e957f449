using HotPath.Core.Http2;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Http2;

/// <content>From the end of a request's body to its answer.</content>
internal sealed partial class Http2Connection
{
    private bool _hasSentBlock;
    private int _waiting;
    private long _waitingBytes;

    /// <summary>The client has sent all of a request: it goes to the engine, or is refused.</summary>
    private void EndBody(GrpcStream stream)
    {
        if (stream.Head.ContentLength >= 0 && stream.Head.ContentLength != stream.ReceivedBytes)
        {
            Reset(stream, Http2ErrorCode.ProtocolError, RefuseReason.BadFraming);
        }
        else if (stream.Finish() is { } refusal)
        {
            stream.Head.Intake?.CountRefused(refusal.Reason!, stream.Message.KnownBytes);
            stream.State = StreamState.Answering;
            Refuse(stream, refusal);
        }
        else if (!stream.Message.IsHeld)
        {
            // An empty request is a success that no pipeline hears of, as in the Collector.
            Succeed(stream);
        }
        else if (stream.Deliver(out RpcStatus status))
        {
            Answer(stream, status);
        }
        else
        {
            CountPending(stream, 1);
        }
    }

    /// <summary>
    /// Counts a request that the engine has begun, or ended, being late with: only what waits for room tells how busy we are ourselves, and
    /// not what waits for a backend.
    /// </summary>
    private void CountPending(GrpcStream stream, int requests)
    {
        _pendingBytes += requests * stream.PendingBytes;
        if (stream.WaitsForRoom)
        {
            _waiting += requests;
            _waitingBytes += requests * stream.PendingBytes;
        }
    }

    private void OnDelivered(GrpcStream stream)
    {
        CountPending(stream, -1);
        RpcStatus status = stream.TakeStatus();
        if (stream.WaitsForRoom && stream.State == StreamState.Delivering && status.Code != RpcCode.Ok)
        {
            _allowance.NoteRefused();
        }

        if (stream.State == StreamState.Orphan)
        {
            _orphans--;
            stream.Close();
            _streams.Keep(stream);
        }
        else if (!_isOver)
        {
            Answer(stream, status);
        }
    }

    private void Answer(GrpcStream stream, in RpcStatus status)
    {
        if (status.Code == RpcCode.Ok)
        {
            Succeed(stream);
        }
        else
        {
            Refuse(stream, new Refusal(status, null));
        }
    }

    private void Succeed(GrpcStream stream)
    {
        _pings.Answered();
        stream.Record(RpcCode.Ok);
        if (_hasSentBlock && stream.SendWindow >= AnswerFrames.BodyBytes && _sendWindow >= AnswerFrames.BodyBytes)
        {
            _sendWindow -= AnswerFrames.BodyBytes;
            _output.Advance(AnswerFrames.WriteSuccess(Room(AnswerFrames.SuccessBytes), stream.Id));
            Close(stream);
            return;
        }

        stream.State = StreamState.Answering;
        _output.Advance(AnswerFrames.WriteHead(Room(AnswerFrames.MostHeadBytes), stream.Id, isFirstBlock: !_hasSentBlock));
        _hasSentBlock = true;
        if (TryContinue(stream))
        {
            Close(stream);
        }
        else
        {
            _blocked.Add(stream);
        }
    }

    /// <summary>Sends as much of a success as the client's windows allow (section 5.2); true when that is all.</summary>
    private bool TryContinue(GrpcStream stream)
    {
        int bytes = (int)Math.Min(AnswerFrames.BodyBytes - stream.Answered, Math.Min(stream.SendWindow, _sendWindow));
        if (bytes > 0)
        {
            stream.Answered += bytes;
            stream.SendWindow -= bytes;
            _sendWindow -= bytes;
            _output.Advance(AnswerFrames.WriteBody(Room(FrameHeader.Bytes + AnswerFrames.BodyBytes), stream.Id, bytes));
        }

        if (stream.Answered < AnswerFrames.BodyBytes)
        {
            return false;
        }

        _output.Advance(AnswerFrames.WriteTrailers(Room(AnswerFrames.TrailersBytes), stream.Id));
        return true;
    }

    /// <summary>A window has grown: goes on with the answers that waited for it. There are at most as many as streams.</summary>
    private void ContinueAnswers()
    {
        for (int i = _blocked.Count - 1; i >= 0; i--)
        {
            if (TryContinue(_blocked[i]))
            {
                Close(_blocked[i]);
            }
        }
    }

    private void RefuseCounted(GrpcStream stream, in Refusal refusal)
    {
        stream.Head.Intake?.CountRefused(refusal.Reason!, stream.Message.KnownBytes);
        Refuse(stream, refusal);
    }

    /// <summary>
    /// Answers the requests that were refused while their bodies were coming, unless the rest came in the same read: then they have been
    /// answered at their end, without a reset. What still comes for the others is skipped by its frames' lengths.
    /// </summary>
    private void AnswerRefused()
    {
        bool isForMemory = false;
        foreach (GrpcStream stream in _refused)
        {
            // The object may serve another stream by now.
            if (stream.State == StreamState.Receiving && stream.Message.Refusal is { } refusal)
            {
                RefuseCounted(stream, refusal);
                isForMemory |= refusal.Reason == RefuseReason.Memory;
            }
        }

        _refused.Clear();
        _isPaused = _isPaused || (isForMemory && _service.Pauses.TryEnter(this));
    }

    /// <summary>
    /// Answers with anything but success; if the body is still coming, the stream is reset behind the answer (section 8.1).
    /// </summary>
    private void Refuse(GrpcStream stream, in Refusal refusal)
    {
        _pings.Answered();
        stream.Record(refusal.Status.Code);
        _output.Advance(AnswerFrames.WriteRefusal(Room(AnswerFrames.MostRefusalBytes), stream.Id, refusal, isFirstBlock: !_hasSentBlock));
        _hasSentBlock = true;
        int streamId = stream.Id;
        bool isComing = stream.State == StreamState.Receiving;
        Close(stream);
        if (isComing)
        {
            _resets.Add(streamId, wasAnswered: true);
            _output.Advance(FrameWriter.RstStream(Room(FrameWriter.RstStreamBytes), streamId, Http2ErrorCode.NoError));
        }
    }
}
