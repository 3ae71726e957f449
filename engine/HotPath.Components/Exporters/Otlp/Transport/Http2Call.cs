using System.Buffers.Binary;
using System.Threading.Tasks.Sources;
using HotPath.Components.Exporters.Shared;
using HotPath.Core;
using HotPath.Core.Http2;
using HotPath.Core.Net;
using HotPath.Engine.Auth;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>
/// One call on its way: where its body's writing has come to, and what has been answered. Pooled. Whatever changes between threads is
/// guarded by its connection's gate; the message belongs to whoever awaits <see cref="Ended"/>.
/// </summary>
internal sealed class Http2Call : IValueTaskSource<CallEnd>
{
    /// <summary>Shorter pieces are copied: cheaper than one more <c>iovec</c>.</summary>
    internal const int CopyBelowBytes = 256;

    /// <summary>Stands for the message's prefix where segments are counted.</summary>
    private const int Prefix = -1;

    private readonly byte[] _prefix = new byte[GrpcContent.PrefixBytes];
    private ManualResetValueTaskSourceCore<CallEnd> _end = new() { RunContinuationsAsynchronously = true };
    private IEgressMessage? _message;
    private int _segment;
    private int _offset;
    private ResponseHead _head;

    /// <summary>The service.</summary>
    public Signal Signal { get; private set; }

    /// <summary>What its headers carry besides those of every call; null for nothing.</summary>
    public ClientCredentials? Credentials { get; private set; }

    /// <summary>The connection it is on; null before.</summary>
    public Http2Connection? Connection { get; private set; }

    /// <summary>Its stream; 0 before its headers are written.</summary>
    public int StreamId { get; set; }

    /// <summary>How much DATA the peer takes on the stream; may be negative after it lowered its settings.</summary>
    public long Window { get; set; }

    /// <summary>Bytes of the body, prefix included, that are not in a frame yet.</summary>
    public long Unsent { get; private set; }

    /// <summary>True while it stands in the connection's list of calls that have something to write.</summary>
    public bool IsListed { get; set; }

    /// <summary>True while unsent frames point into the message. Written under the connection's wire lock.</summary>
    public bool IsGathered { get; set; }

    /// <summary>True once it was decided how it ended.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>True if the peer will send no more on the stream.</summary>
    public bool IsClosedByPeer { get; set; }

    /// <summary>What the peer said with it, for people; null for nothing.</summary>
    public string? Why { get; private set; }

    /// <summary>Headers and trailers of the response.</summary>
    public ref ResponseHead Head => ref _head;

    /// <summary>Its body.</summary>
    public GrpcResponseBody Body { get; } = new();

    /// <summary>Bytes of DATA that came, for the stream's window.</summary>
    public int Uncredited { get; set; }

    /// <summary>Completes when it is decided how the call ended.</summary>
    public ValueTask<CallEnd> Ended => new(this, _end.Version);

    /// <summary>Makes the call ready for a connection.</summary>
    public void Begin(Http2Connection connection, Signal signal, IEgressMessage message, ClientCredentials? credentials)
    {
        _end.Reset();
        _message = message;
        _segment = Prefix;
        _offset = 0;
        _prefix[0] = message.IsCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(_prefix.AsSpan(1), checked((uint)message.Length));
        _head = default;
        Body.Clear();
        Signal = signal;
        Credentials = credentials;
        Connection = connection;
        StreamId = 0;
        Window = 0;
        Uncredited = 0;
        Unsent = GrpcContent.PrefixBytes + message.Length;
        IsEnded = false;
        IsClosedByPeer = false;
        Why = null;
    }

    /// <summary>Lets go of the message, and of what a pool should not hold.</summary>
    public void Clear()
    {
        _message = null;
        Credentials = null;
        Connection = null;
        _head = default;
    }

    /// <summary>Decides how the call ended; only the first decision counts.</summary>
    public void End(CallEnd end, string? why = null)
    {
        if (!IsEnded)
        {
            IsEnded = true;
            Why = why;
            _end.SetResult(end);
        }
    }

    /// <summary>Adds the next DATA frame, header and all, of at most so many bytes; the last has END_STREAM.</summary>
    /// <returns>Its payload's bytes; 0 if the list has too little room for a frame of any use.</returns>
    public int WriteFrame(GatherList gather, int mostBytes)
    {
        if (!gather.HasRoom(2, FrameHeader.Bytes + CopyBelowBytes))
        {
            return 0;
        }

        Span<byte> head = gather.Reserve(FrameHeader.Bytes);
        int length = WriteBody(gather, (int)Math.Min(mostBytes, Unsent));
        Unsent -= length;
        byte flags = Unsent == 0 ? FrameFlags.EndStream : FrameFlags.None;
        new FrameHeader(length, FrameType.Data, flags, StreamId).Write(head);
        return length;
    }

    /// <inheritdoc/>
    CallEnd IValueTaskSource<CallEnd>.GetResult(short token) => _end.GetResult(token);

    /// <inheritdoc/>
    ValueTaskSourceStatus IValueTaskSource<CallEnd>.GetStatus(short token) => _end.GetStatus(token);

    /// <inheritdoc/>
    void IValueTaskSource<CallEnd>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _end.OnCompleted(continuation, state, token, flags);

    /// <summary>Adds so many bytes of prefix and message, fewer if the list fills up.</summary>
    private int WriteBody(GatherList gather, int bytes)
    {
        int left = bytes;
        while (left > 0 && gather.HasRoom(1, CopyBelowBytes))
        {
            ReadOnlyMemory<byte> segment = _segment == Prefix ? _prefix : _message![_segment];
            int length = Math.Min(left, segment.Length - _offset);
            ReadOnlyMemory<byte> piece = segment.Slice(_offset, length);
            if (length >= CopyBelowBytes)
            {
                gather.Add(piece);
            }
            else if (length > 0)
            {
                piece.Span.CopyTo(gather.Reserve(length));
            }

            left -= length;
            _offset += length;
            if (_offset == segment.Length)
            {
                _segment++;
                _offset = 0;
            }
        }

        return bytes - left;
    }
}
