using System.Net.Sockets;
using HotPath.Core.Http2;
using HotPath.Core.Http2.Hpack;
using HotPath.Core.Net;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <content>What goes out: whoever adds something and finds nobody writing, writes, as long as the link takes it without waiting.</content>
internal sealed partial class Http2Connection
{
    /// <summary>The most bytes of HPACK table size updates before a block.</summary>
    private const int MaxUpdateBytes = 12;

    private readonly GatherList _gather = new();
    private readonly List<Http2Call> _gathered = [];
    private readonly ControlFrames _control = new();
    private readonly HpackEncoder _encoder = new(0);
    private readonly StallSignal _stall = new();
    private ReadOnlyMemory<byte> _staged;
    private bool _isWriting;
    private long _window = Http2Limits.DefaultWindowBytes;
    private long _peerStreamWindow = Http2Limits.DefaultWindowBytes;
    private uint _peerMaxStreams = uint.MaxValue;
    private int _peerMaxFrame = Http2Limits.LeastMaxFrameBytes;

    /// <summary>Sends a PING, for keepalive.</summary>
    public void Ping()
    {
        lock (_gate)
        {
            _control.Ping();
        }

        Kick();
    }

    /// <summary>Writes what there is to write, unless somebody does already: then it is theirs.</summary>
    private void Kick()
    {
        lock (_gate)
        {
            if (_isWriting || _closedWhy is not null || (_control.IsEmpty && _listed.Count == 0))
            {
                return;
            }

            _isWriting = true;
        }

        if (Step())
        {
            _stall.Set();
        }
    }

    /// <summary>Writes until nothing is left, and false; or until the link has to be waited for, and true.</summary>
    private bool Step()
    {
        try
        {
            while (true)
            {
                lock (_wire)
                {
                    if (_gather.IsEmpty && !TryGather())
                    {
                        return false;
                    }

                    _staged = _link.Send(_gather);
                    if (_gather.IsEmpty)
                    {
                        ForgetGathered();
                    }
                }

                if (!_staged.IsEmpty)
                {
                    return true;
                }
            }
        }
        catch (Exception fault) when (fault is IOException or SocketException or ObjectDisposedException)
        {
            // The reading loop finds the connection's end too, and before it what the peer said last: that decides what becomes of calls.
            return false;
        }
    }

    /// <summary>Waits for the link in place of whoever was writing, and writes on.</summary>
    private async Task WriteStallsAsync()
    {
        try
        {
            while (true)
            {
                await _stall.WaitAsync();
                if (_closedWhy is not null)
                {
                    return;
                }

                do
                {
                    await _link.WriteAsync(_staged);
                }
                while (Step());
            }
        }
        catch (Exception fault) when (fault is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // As in Step.
        }
    }

    private void WakeStalls() => _stall.Set();

    /// <summary>Gathers the next frames; false, and nobody is writing from then on, if there are none. Under the wire lock.</summary>
    private bool TryGather()
    {
        lock (_gate)
        {
            if (_closedWhy is null)
            {
                _control.MoveTo(_gather);
                GatherCalls();
            }

            _isWriting = !_gather.IsEmpty;
            return _isWriting;
        }
    }

    /// <summary>The calls have turns, in the order in which they came, until nothing more may go or fits.</summary>
    private void GatherCalls()
    {
        int at = 0;
        while (at < _listed.Count && _gather.Bytes < Http2Windows.GatherBytes)
        {
            Http2Call call = _listed[at];
            if (call.IsEnded || (call.StreamId == 0 && !TryStart(call)) || _window <= 0)
            {
                at++;
                continue;
            }

            bool isStuck = !WriteTurn(call);
            _listed.RemoveAt(at);
            call.IsListed = call.Unsent > 0 && call.Window > 0;
            if (call.IsListed)
            {
                _listed.Add(call);
            }

            if (isStuck && call.IsListed)
            {
                return;
            }
        }
    }

    /// <summary>Writes one turn's frames; false if nothing could be written.</summary>
    private bool WriteTurn(Http2Call call)
    {
        long written = 0;
        while (call.Unsent > 0 && written < Http2Windows.TurnBytes)
        {
            long most = Math.Min(Math.Min(call.Window, _window), Math.Min(_peerMaxFrame, Http2Windows.TurnBytes));
            int length = most > 0 ? call.WriteFrame(_gather, (int)most) : 0;
            if (length == 0)
            {
                break;
            }

            call.Window -= length;
            _window -= length;
            written += length;
            if (!call.IsGathered)
            {
                call.IsGathered = true;
                _gathered.Add(call);
            }
        }

        return written > 0;
    }

    /// <summary>Opens a stream for a call with its headers, if the peer allows another and they fit.</summary>
    private bool TryStart(Http2Call call)
    {
        if (_nextStreamId < 0)
        {
            // 2³⁰ calls: the numbers are used up (RFC 9113, section 5.1.1).
            _goAwayWhy ??= "the connection's stream numbers are used up";
            _draining.TrySetResult();
            call.End(CallEnd.Unprocessed, _goAwayWhy);
            return false;
        }

        ReadOnlySpan<byte> block = _headers.Of(call.Signal, call.Credentials);
        int most = MaxUpdateBytes + block.Length;
        if (_streams.Count >= _peerMaxStreams || !_gather.HasRoom(1, most + (FrameHeader.Bytes * (1 + (most / _peerMaxFrame)))))
        {
            return false;
        }

        call.StreamId = _nextStreamId;
        call.Window = _peerStreamWindow;
        _nextStreamId += 2;
        _unstarted--;
        _streams.Add(call.StreamId, call);
        Span<byte> update = stackalloc byte[MaxUpdateBytes];
        _encoder.TryBegin(update, out int updated);
        WriteHeaderBlock(call.StreamId, update[..updated], block);
        return true;
    }

    /// <summary>HEADERS, and CONTINUATION as far as a frame cannot hold it all.</summary>
    private void WriteHeaderBlock(int streamId, ReadOnlySpan<byte> update, ReadOnlySpan<byte> block)
    {
        FrameType type = FrameType.Headers;
        while (true)
        {
            int room = _peerMaxFrame - update.Length;
            int length = Math.Min(block.Length, room);
            byte flags = length == block.Length ? FrameFlags.EndHeaders : FrameFlags.None;
            Span<byte> frame = _gather.Reserve(FrameHeader.Bytes + update.Length + length);
            new FrameHeader(update.Length + length, type, flags, streamId).Write(frame);
            update.CopyTo(frame[FrameHeader.Bytes..]);
            block[..length].CopyTo(frame[(FrameHeader.Bytes + update.Length)..]);
            block = block[length..];
            if (block.IsEmpty)
            {
                return;
            }

            update = default;
            type = FrameType.Continuation;
        }
    }

    private void ForgetGathered()
    {
        foreach (Http2Call call in _gathered)
        {
            call.IsGathered = false;
        }

        _gathered.Clear();
    }

    private void QueueGoAway(Http2ErrorCode code)
    {
        lock (_gate)
        {
            _control.GoAway(code);
        }

        Kick();
    }
}
