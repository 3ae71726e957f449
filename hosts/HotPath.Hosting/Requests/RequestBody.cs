using System.Buffers;
using System.IO.Pipelines;
using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;

namespace HotPath.Hosting.Requests;

/// <summary>
/// Takes one request's body from the connection's buffers straight into a lease. Reusable; one request at a time.
/// Room is reserved as DESIGN section 3 step 2 says: up to <see cref="HostLimits.FirstReservationBytes"/> when the length is known, or what
/// has arrived already if that is more, and the rest when those bytes are there.
/// </summary>
internal abstract class RequestBody(BodyWatch watch, HostLimits limits) : WatchedBody
{
    private MessageLimit _limit;
    private Lease _lease;
    private long _discarded;
    private bool _watched;

    /// <summary>Why the request is refused; null while it is not.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>The request's size on the wire as far as it is known: declared, else received.</summary>
    public abstract long KnownBytes { get; }

    /// <summary>The limits that no key sets.</summary>
    protected HostLimits Limits => limits;

    /// <summary>Bytes of the message taken so far.</summary>
    protected int Filled { get; private set; }

    /// <summary>Bytes that the lease has room for.</summary>
    protected int Capacity => _lease.Length;

    /// <summary>Bytes of the message that are still to come, as far as declared; else 0.</summary>
    protected abstract long MissingBytes { get; }

    /// <summary>Hands over the message that was read (<c>default</c> if it is empty): from here it is the caller's to return.</summary>
    public Lease TakeMessage()
    {
        Lease message = _lease;
        _lease = default;
        return message;
    }

    /// <summary>Reads what is there already.</summary>
    public bool TryRead(out ReadResult read) => Reader!.TryRead(out read);

    /// <summary>
    /// Waits for more, under the eyes of the host's clock until <see cref="Close"/>. A stream or connection that breaks off throws what
    /// Kestrel throws (<see cref="IOException"/>, <see cref="OperationCanceledException"/>).
    /// </summary>
    public ValueTask<ReadResult> ReadAsync()
    {
        if (!_watched)
        {
            _watched = true;
            watch.Enter(this);
        }

        return Reader!.ReadAsync();
    }

    /// <summary>
    /// Refuses the request before its body is looked at, or for what its body says. The rest of the body is still read, and thrown away:
    /// an answer in the middle of it would leave the sender a reset stream, and Kestrel one that it drains for seconds and counts against
    /// the connection's streams. Only beyond <see cref="HostLimits.MaxDiscardedBytes"/> that is the better end.
    /// </summary>
    public void Refuse(in Refusal refusal)
    {
        Refusal = refusal;
        ReturnLease();
    }

    /// <summary>Takes what one read brought; false when the reading is over: the message is whole, or the request is refused.</summary>
    public bool Take(in ReadResult read)
    {
        ReadOnlySequence<byte> rest = read.Buffer;
        if (read.IsCanceled)
        {
            Reader!.AdvanceTo(rest.End);
            Refusal ??= GivenUp == RefuseReason.Deadline ? Refusals.PastDeadline() : Refusals.TooSlow(limits);
            return false;
        }

        if (Refusal is null)
        {
            Fill(ref rest, read.IsCompleted);
        }

        if (Refusal is not null)
        {
            _discarded += rest.Length;
            ReceivedBytes += rest.Length;
            rest = rest.Slice(rest.End);
        }

        Reader!.AdvanceTo(rest.Start, read.Buffer.End);
        if (!read.IsCompleted)
        {
            return Refusal is null || Math.Max(_discarded, MissingBytes) <= limits.MaxDiscardedBytes;
        }

        if (Refusal is null)
        {
            Finish();
        }

        return false;
    }

    /// <summary>Ends the reading: leaves the watch, and returns the lease if nobody has taken the message.</summary>
    public void Close()
    {
        if (_watched)
        {
            _watched = false;
            watch.Leave(this);
        }

        Reader = null;
        ReturnLease();
    }

    /// <inheritdoc/>
    protected override void Wake() => Reader?.CancelPendingRead();

    /// <summary>Prepares for a request.</summary>
    protected void Open(PipeReader reader, in MessageLimit limit, Deadline? deadline)
    {
        Reader = reader;
        Deadline = deadline;
        GivenUp = null;
        ReceivedBytes = 0;
        Refusal = null;
        Filled = 0;
        _limit = limit;
        _discarded = 0;
    }

    /// <summary>Takes what has arrived, or refuses. What is left in <paramref name="rest"/> is to be offered again.</summary>
    protected abstract void Fill(ref ReadOnlySequence<byte> rest, bool isLast);

    /// <summary>The body has ended: refuses it if something is missing.</summary>
    protected abstract void Finish();

    /// <summary>How large its message may be, and who gives room.</summary>
    protected ref readonly MessageLimit Limit => ref _limit;

    /// <summary>The body that is being read.</summary>
    protected PipeReader? Reader { get; set; }

    /// <summary>Refuses a message of this size if it is over the limit.</summary>
    protected Refusal? RefuseSize(long bytes) => _limit.Refuse(bytes);

    /// <summary>Rents the first room, or refuses the request.</summary>
    protected bool TryRent(int bytes) => _limit.TryRent(bytes, out _lease, out Refusal refusal) || Refused(refusal);

    /// <summary>Makes the room so large, keeping what is filled, or refuses the request.</summary>
    protected bool TryResize(int bytes) => _limit.TryGrow(ref _lease, Filled, bytes, out Refusal refusal) || Refused(refusal);

    /// <summary>Copies as much as there is room for, and at most <paramref name="most"/> bytes.</summary>
    protected void Copy(ref ReadOnlySequence<byte> rest, long most)
    {
        int count = (int)Math.Min(Math.Min(rest.Length, most), _lease.Length - Filled);
        rest.Slice(0, count).CopyTo(_lease.Writable[Filled..]);
        rest = rest.Slice(count);
        Filled += count;
        ReceivedBytes += count;
    }

    /// <summary>Makes the message end where its bytes end.</summary>
    protected void Cut() => _lease = _lease.Slice(Filled);

    private bool Refused(in Refusal refusal)
    {
        Refuse(refusal);
        return false;
    }

    private void ReturnLease()
    {
        if (_lease.IsHeld)
        {
            TakeMessage().Return();
        }
    }
}
