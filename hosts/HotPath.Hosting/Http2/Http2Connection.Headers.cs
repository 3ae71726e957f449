using HotPath.Core.Http2;
using HotPath.Core.Http2.Hpack;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Listeners;
using HotPath.Hosting.Requests;
using Microsoft.AspNetCore.Http;

namespace HotPath.Hosting.Http2;

/// <content>HEADERS and CONTINUATION (RFC 9113 sections 4.3, 6.2, 6.10), and the streams they open (5.1).</content>
internal sealed partial class Http2Connection
{
    private const string Headers = "HEADERS";

    private readonly SkippedStreams _skipped = new();
    private int _lastStreamId;
    private long _blockNumber;

    private void OnHeaders(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if ((header.StreamId & 1) == 0)
        {
            Fail(Http2ErrorCode.ProtocolError, $"HEADERS on stream {header.StreamId}: a client's streams are odd");
            return;
        }

        Http2ErrorCode code = FramePayload.Strip(header, payload, out ReadOnlySpan<byte> fragment);
        if (code != Http2ErrorCode.NoError)
        {
            Fail(code, "HEADERS whose padding or priority is longer than the frame");
        }
        else if (header.Has(FrameFlags.EndHeaders))
        {
            OnBlock(header.StreamId, header.Has(FrameFlags.EndStream), fragment);
        }
        else
        {
            _block.Begin(header.StreamId, header.Has(FrameFlags.EndStream), fragment);
            _blockNumber = _frames;
        }
    }

    private void OnContinuation(FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (!_block.IsOpen)
        {
            Fail(Http2ErrorCode.ProtocolError, "CONTINUATION without a header block");
        }
        else if (_block.Continuations >= _limits.MaxContinuationFrames || _block.Length + payload.Length > _limits.MaxHeaderBlockBytes)
        {
            bool isLong = _block.Length + payload.Length > _limits.MaxHeaderBlockBytes;
            Calm(
                isLong ? LimitNames.MaxHeaderBlockBytes : LimitNames.MaxContinuationFrames,
                $"a header block of more than {_limits.MaxHeaderBlockBytes} bytes or {_limits.MaxContinuationFrames} CONTINUATION frames");
        }
        else
        {
            _block.Continue(payload);
            if (header.Has(FrameFlags.EndHeaders))
            {
                OnBlock(_block.StreamId, _block.EndsStream, _block.Bytes);
                _block.Clear();
            }
        }
    }

    /// <summary>A whole header block. Whatever becomes of its stream, it is decoded: HPACK's state depends on it.</summary>
    private void OnBlock(int streamId, bool endsStream, ReadOnlySpan<byte> block)
    {
        if (_streams.TryGet(streamId, out GrpcStream? stream))
        {
            OnTrailers(stream, endsStream, block);
        }
        else if (streamId <= _lastStreamId || _drain == DrainStep.Final)
        {
            if (IsClosedForUs(streamId, Headers))
            {
                TrySkip(block, out _);
            }
        }
        else
        {
            _skipped.Open(_lastStreamId, streamId);
            _lastStreamId = streamId;
            OpenStream(streamId, endsStream, block);
        }
    }

    private void OpenStream(int streamId, bool endsStream, ReadOnlySpan<byte> block)
    {
        if (!TryReadHead(block, out RequestHead head, out bool isMalformed) || IsHandedOver(streamId, endsStream, block, head))
        {
            return;
        }

        if (head.Undecided is not null && !isMalformed)
        {
            _undecided = (streamId, endsStream, head);
            return;
        }

        Open(streamId, endsStream, head, isMalformed);
    }

    private void Open(int streamId, bool endsStream, in RequestHead head, bool isMalformed)
    {
        if (isMalformed || _streams.Count + _orphans >= _service.Plan.MaxConcurrentStreams)
        {
            SendReset(streamId, isMalformed ? Http2ErrorCode.ProtocolError : Http2ErrorCode.RefusedStream);
            return;
        }

        if (!_streams.TryReuse(out GrpcStream? stream))
        {
            stream = new GrpcStream(_application, _mailbox, _address);
        }

        stream.Open(streamId, head, endsStream, _streamWindow, _peerStreamWindow);
        _streams.Add(stream);
        Clock.Requests++;
        Clock.OpenStreams = _streams.Count;
        if (endsStream)
        {
            EndBody(stream);
        }
        else if (head.Refusal is { Reason: RefuseReason.Unauthenticated } unknown)
        {
            // Nothing of its body is waited for, or kept.
            RefuseCounted(stream, unknown);
        }
        else
        {
            (stream.Message.Refusal is null ? _opened : _refused).Add(stream);
        }
    }

    /// <summary>What a request's block says; false if the connection ends for it.</summary>
    private bool TryReadHead(ReadOnlySpan<byte> block, out RequestHead head, out bool isMalformed)
    {
        isMalformed = false;
        long before = _hpack.TableChanges;
        ForgetHeadsOfOtherCredentials();
        if (_heads.TryGet(block, before, out head))
        {
            return true;
        }

        _metadata?.Clear();
        var reader = new RequestHeadReader(_application.Routes, _metadata, _application.Auth);
        HpackStatus status = _hpack.Decode(block, ref reader);
        if (status == HpackStatus.HeaderListTooLarge)
        {
            head = new RequestHead(null, default, -1, GrpcRefusal.Http(
                StatusCodes.Status431RequestHeaderFieldsTooLarge,
                RpcCode.ResourceExhausted,
                $"the request's headers are larger than max ({_limits.MaxHeaderBytes} bytes)"));
            return true;
        }

        if (status != HpackStatus.Ok)
        {
            Fail(Http2ErrorCode.CompressionError, $"a header block that HPACK can't decode: {status}");
            return false;
        }

        reader.Complete();
        isMalformed = reader.Malformed is not null;
        if (!isMalformed)
        {
            head = reader.Judge(_isFirstRequest ? _service.Others : null);
            if (_hpack.TableChanges == before && head.Undecided is null)
            {
                _heads.Add(block, before, head);
            }
        }

        return true;
    }

    /// <summary>A header block on a stream that is open: the request's trailers, of which OTLP has none.</summary>
    private void OnTrailers(GrpcStream stream, bool endsStream, ReadOnlySpan<byte> block)
    {
        if (!TrySkip(block, out bool hasPseudo))
        {
            return;
        }

        if (stream.State != StreamState.Receiving)
        {
            Reset(stream, Http2ErrorCode.StreamClosed, RefuseReason.BadFraming);
        }
        else if (!endsStream || hasPseudo)
        {
            Reset(stream, Http2ErrorCode.ProtocolError, RefuseReason.BadFraming);
        }
        else
        {
            EndBody(stream);
        }
    }

    /// <summary>Decodes a block for HPACK's state alone; false if the connection ends for it.</summary>
    private bool TrySkip(ReadOnlySpan<byte> block, out bool hasPseudo)
    {
        var reader = default(TrailersReader);
        HpackStatus status = _hpack.Decode(block, ref reader);
        hasPseudo = reader.HasPseudo;
        if (status is not (HpackStatus.Ok or HpackStatus.HeaderListTooLarge))
        {
            Fail(Http2ErrorCode.CompressionError, $"a header block that HPACK can't decode: {status}");
        }

        return !_isOver;
    }

    /// <summary>
    /// Judges DATA or HEADERS on a stream that is not open. True, and the frame is thrown away, if the client could not know better: we
    /// ended the stream, or will not look at it. Else the connection ends.
    /// </summary>
    private bool IsClosedForUs(int streamId, string what)
    {
        if (_drain == DrainStep.Final && streamId > _lastStreamId && (streamId & 1) == 1)
        {
            return true;
        }

        if (IsUnopened(streamId))
        {
            Fail(Http2ErrorCode.ProtocolError, $"{what} on stream {streamId}, which was never opened");
        }
        else if (what == Headers && _skipped.Contains(streamId))
        {
            // Section 5.1.1: it was never opened, and can't be any more.
            Fail(Http2ErrorCode.ProtocolError, $"HEADERS on stream {streamId}, below a stream that was opened before it");
        }
        else if (!_resets.Contains(streamId))
        {
            Fail(Http2ErrorCode.StreamClosed, $"{what} on stream {streamId}, which has ended");
        }

        return !_isOver;
    }

    /// <summary>True for a stream in state "idle": a client's that it did not open, or one of ours, of which there are none.</summary>
    private bool IsUnopened(int streamId) => streamId > _lastStreamId || (streamId & 1) == 0;
}
