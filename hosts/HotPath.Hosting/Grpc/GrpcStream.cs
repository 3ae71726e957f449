using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Http2;
using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Grpc;

/// <summary>
/// One stream of our own HTTP/2 and the call on it, from header block to answer. The connection's loop owns it; other threads only post.
/// The object serves one stream after another.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A cancellation source without timer and wait handle holds nothing to dispose of")]
internal sealed class GrpcStream : WatchedBody
{
    private readonly GrpcApplication _server;
    private readonly ConnectionMailbox _mailbox;
    private readonly IPAddress? _address;
    private readonly Action _delivered;
    private CancellationTokenSource _gone = new();
    private ValueTaskAwaiter<Outcome> _delivery;
    private long _started;
    private bool _isWatched;
    private int _events;
    private int _isPosted;

    /// <summary>Makes an object for the streams of one connection.</summary>
    public GrpcStream(GrpcApplication server, ConnectionMailbox mailbox, IPAddress? address)
    {
        _server = server;
        _mailbox = mailbox;
        _address = address;
        _delivered = () => Post(StreamEvents.Delivered);
        Message = new GrpcMessage(server.Limits);
    }

    /// <summary>The stream's number.</summary>
    public int Id { get; private set; }

    /// <summary>Where it is.</summary>
    public StreamState State { get; set; }

    /// <summary>Bytes that the client may still send.</summary>
    public int ReceiveWindow { get; set; }

    /// <summary>
    /// Bytes that the client lets us send; below 0 after it lowered SETTINGS_INITIAL_WINDOW_SIZE (RFC 9113 section 6.9.2).
    /// </summary>
    public long SendWindow { get; set; }

    /// <summary>Bytes of the response's body that are sent.</summary>
    public int Answered { get; set; }

    /// <summary>The request's message.</summary>
    public GrpcMessage Message { get; }

    /// <summary>What its header block said.</summary>
    public RequestHead Head { get; private set; }

    /// <summary>The next one in the mailbox.</summary>
    public GrpcStream? NextPosted { get; set; }

    /// <summary>Bytes of the body that the engine has and that are not credited to the connection's window meanwhile.</summary>
    public long PendingBytes { get; private set; }

    /// <summary>
    /// True if the engine is late with it for want of room, as far as a host can tell: its pipelines wait for nothing else.
    /// </summary>
    public bool WaitsForRoom { get; private set; }

    /// <summary>Begins a stream; it is refused at once if its headers, or a budget without any room, say so.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="head">Its headers.</param>
    /// <param name="isWhole">True if there is no body.</param>
    /// <param name="receiveWindow">What the client may send.</param>
    /// <param name="sendWindow">What the client lets us send.</param>
    public void Open(int id, in RequestHead head, bool isWhole, int receiveWindow, long sendWindow)
    {
        Id = id;
        State = StreamState.Receiving;
        Head = head;
        ReceiveWindow = receiveWindow;
        SendWindow = sendWindow;
        Answered = 0;
        GivenUp = null;
        ReceivedBytes = 0;
        PendingBytes = 0;
        WaitsForRoom = false;
        _started = _server.Times is null ? 0 : _server.Time.GetTimestamp();
        Deadline = head.Head.Timeout is { } timeout ? Engine.Pipeline.Deadline.After(_server.Time, timeout) : null;
        SlabAccounts? accounts = head.Refusal is null ? head.Intake!.AccountsOf(new ClientInfo(head.Metadata, _address)) : null;
        var limit = new MessageLimit(_server.MaxReceiveBytes, _server.SizeKey, head.Intake!, accounts);
        Message.Open(limit, head.Head);
        if ((head.Refusal ?? (IsPastDeadline() ? Refusals.PastDeadline() : isWhole ? null : limit.RefuseUnseen())) is { } refused)
        {
            Message.Refuse(refused);
        }
    }

    /// <summary>Takes bytes of the body; those of a refused one are thrown away.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        ReceivedBytes += bytes.Length;
        Message.Take(bytes);
    }

    /// <summary>The body is whole: null, and the message is ready for the engine (or empty), or why it is refused.</summary>
    public Refusal? Finish()
    {
        Unwatch();
        return Message.Finish() ?? (IsPastDeadline() ? Refused(Refusals.PastDeadline()) : Message.TryDecompress());
    }

    /// <summary>Has the clock look at a body that did not come whole at once.</summary>
    public void Watch()
    {
        if (!_isWatched)
        {
            _isWatched = true;
            _server.Watch.Enter(this);
        }
    }

    /// <summary>Why the body ends before it is whole, after <see cref="StreamEvents.GivenUp"/>.</summary>
    public Refusal Abandon()
    {
        Refusal why = Message.Refusal ?? (GivenUp == RefuseReason.Deadline ? Refusals.PastDeadline() : Refusals.TooSlow(_server.Limits));
        Message.Refuse(why);
        return why;
    }

    /// <summary>
    /// Hands the message to the engine; true with its answer if it has one at once, else <see cref="StreamEvents.Delivered"/> follows.
    /// </summary>
    public bool Deliver(out RpcStatus status)
    {
        State = StreamState.Delivering;
        status = default;
        try
        {
            _delivery =
                AwaiterOf(Head.Intake!.DeliverAsync(Message.Hand(), Deadline, _gone.Token, new ClientInfo(Head.Metadata, _address)));
            if (_delivery.IsCompleted)
            {
                status = RpcStatus.Of(_delivery.GetResult());
                return true;
            }
        }
        catch (Exception fault)
        {
            status = _server.Fault(fault);
            return true;
        }

        PendingBytes = ReceivedBytes;
        WaitsForRoom = !Head.Intake!.MayWait;
        _delivery.UnsafeOnCompleted(_delivered);
        return false;
    }

    /// <summary>The engine's answer, after <see cref="StreamEvents.Delivered"/>.</summary>
    public RpcStatus TakeStatus()
    {
        ValueTaskAwaiter<Outcome> delivery = _delivery;
        _delivery = default;
        try
        {
            return RpcStatus.Of(delivery.GetResult());
        }
        catch (OperationCanceledException) when (State == StreamState.Orphan)
        {
            return RpcStatus.Ok;
        }
        catch (Exception fault)
        {
            return _server.Fault(fault);
        }
    }

    /// <summary>Tells the engine that nobody waits for its answer any more.</summary>
    public void Orphan()
    {
        State = StreamState.Orphan;
        CancellationTokenSource gone = _gone;
        _gone = new CancellationTokenSource();
        gone.Cancel();
    }

    /// <summary>Records how long the call took, if somebody looks at it.</summary>
    /// <param name="code">Its answer; null if the client was gone before there was one.</param>
    public void Record(RpcCode? code)
    {
        // Who began to look in the middle of the call does not know when it began.
        if (_started != 0)
        {
            _server.Times?.Record(Head.Intake, code, _started);
        }
    }

    /// <summary>Ends the stream: nothing is held or watched any more.</summary>
    public void Close()
    {
        Unwatch();
        Message.Close();
        State = StreamState.Idle;
        Interlocked.And(ref _events, ~(int)StreamEvents.GivenUp);
    }

    /// <summary>Takes what was posted of this stream; <see cref="NextPosted"/> is its own again.</summary>
    public StreamEvents TakeEvents()
    {
        Interlocked.Exchange(ref _isPosted, 0);
        return (StreamEvents)Interlocked.Exchange(ref _events, 0);
    }

    /// <inheritdoc/>
    protected override void Wake() => Post(StreamEvents.GivenUp);

    private static ValueTaskAwaiter<Outcome> AwaiterOf(ValueTask<Outcome> delivery) => delivery.GetAwaiter();

    private bool IsPastDeadline() => Deadline is { } deadline && deadline.IsPast(_server.Time);

    private Refusal Refused(in Refusal refusal)
    {
        Message.Refuse(refusal);
        return refusal;
    }

    private void Unwatch()
    {
        if (_isWatched)
        {
            _isWatched = false;
            _server.Watch.Leave(this);
        }
    }

    private void Post(StreamEvents what)
    {
        Interlocked.Or(ref _events, (int)what);
        if (Interlocked.Exchange(ref _isPosted, 1) == 0)
        {
            _mailbox.Post(this);
        }
    }
}
