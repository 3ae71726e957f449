using System.Buffers;
using System.IO.Pipelines;
using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;

namespace HotPath.Hosting.Grpc;

/// <summary>
/// Takes one request's body, prefix and message, from the connection's buffers straight into a lease. Reusable; one request at a time.
/// Room is reserved as DESIGN section 3 step 2 says: up to <see cref="GrpcLimits.FirstReservationBytes"/> at the prefix, or what has
/// arrived already if that is more, and the rest when those bytes are there.
/// </summary>
internal sealed class GrpcBody(BodyWatch watch, GrpcLimits limits) : WatchedBody
{
    private MessageLimit _limit;
    private bool _gzip;
    private bool _hasPrefix;
    private GrpcPrefix _prefix;
    private Lease _lease;
    private int _filled;
    private long _discarded;
    private bool _watched;

    /// <summary>Why the request is refused; null while it is not.</summary>
    public GrpcRefusal? Refusal { get; private set; }

    /// <summary>True if the message on the wire is compressed.</summary>
    public bool IsCompressed => _prefix.Flag == 1;

    /// <summary>The message's size on the wire as far as it is known: declared, else received.</summary>
    public long KnownBytes => _hasPrefix ? _prefix.Length : ReceivedBytes;

    /// <summary>Prepares for a request.</summary>
    /// <param name="reader">Its body.</param>
    /// <param name="limit">How large its message may be, and who gives room.</param>
    /// <param name="gzip">True if its grpc-encoding is gzip.</param>
    /// <param name="deadline">Its sender's deadline, or null.</param>
    public void Open(PipeReader reader, in MessageLimit limit, bool gzip, DateTimeOffset? deadline)
    {
        Reader = reader;
        Deadline = deadline;
        GivenUp = null;
        ReceivedBytes = 0;
        Refusal = null;
        _limit = limit;
        _gzip = gzip;
        _hasPrefix = false;
        _prefix = default;
        _filled = 0;
        _discarded = 0;
    }

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
    /// the connection's streams. Only beyond <see cref="GrpcLimits.MaxDiscardedBytes"/> that is the better end.
    /// </summary>
    public void Refuse(in GrpcRefusal refusal)
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
            Refusal ??= GaveUp();
            return false;
        }

        if (Refusal is null)
        {
            Fill(ref rest);
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
            return Refusal is null || Math.Max(_discarded, _prefix.Length - (long)_filled) <= limits.MaxDiscardedBytes;
        }

        if (Refusal is null && !IsWhole())
        {
            Refuse(Truncated());
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

    /// <summary>The refusal of a request whose sender's deadline passed before the engine had it.</summary>
    public static GrpcRefusal PastDeadline() => new(
        new GrpcStatus(GrpcStatusCode.DeadlineExceeded, "the request's deadline passed before it was read"), RefuseReason.Deadline);

    /// <summary>Takes what has arrived, or refuses. What is left in <paramref name="rest"/> is to be offered again.</summary>
    private void Fill(ref ReadOnlySequence<byte> rest)
    {
        if (!_hasPrefix && !TryBegin(ref rest))
        {
            return;
        }

        while (!rest.IsEmpty && _filled < _prefix.Length)
        {
            if (_filled == _lease.Length && !_limit.TryGrow(ref _lease, _filled, (int)_prefix.Length, out GrpcRefusal refusal))
            {
                Refuse(refusal);
                return;
            }

            int count = (int)Math.Min(rest.Length, _lease.Length - _filled);
            rest.Slice(0, count).CopyTo(_lease.Writable[_filled..]);
            rest = rest.Slice(count);
            _filled += count;
            ReceivedBytes += count;
        }

        if (!rest.IsEmpty)
        {
            Refuse(GrpcRefusal.Framing(
                $"{rest.Length} bytes follow the message of {_prefix.Length} bytes: Export takes one request message for each call"));
        }
    }

    /// <summary>
    /// Reads the prefix and reserves the first room; false if the prefix is not all there, or says that the request is refused.
    /// </summary>
    private bool TryBegin(ref ReadOnlySequence<byte> rest)
    {
        if (!GrpcPrefix.TryRead(ref rest, out _prefix))
        {
            ReceivedBytes = rest.Length;
            return false;
        }

        _hasPrefix = true;
        ReceivedBytes = GrpcPrefix.Size;
        int first = (int)Math.Min(_prefix.Length, Math.Max(limits.FirstReservationBytes, rest.Length));
        GrpcRefusal? refusal = Judge(_prefix);
        if (refusal is null && first > 0 && !_limit.TryRent(first, out _lease, out GrpcRefusal noRoom))
        {
            refusal = noRoom;
        }

        if (refusal is { } refused)
        {
            Refuse(refused);
            return false;
        }

        return true;
    }

    private GrpcRefusal? Judge(GrpcPrefix prefix)
    {
        if (prefix.Flag > 1)
        {
            return GrpcRefusal.Framing($"received unexpected payload format {prefix.Flag}: a gRPC message begins with 0 or 1");
        }

        return prefix.Flag == 1 && !_gzip
            ? GrpcRefusal.Encoding("compressed flag set with identity or empty encoding: send grpc-encoding: gzip along")
            : _limit.Refuse(prefix.Length);
    }

    private bool IsWhole() => _hasPrefix && _filled == _prefix.Length;

    private GrpcRefusal Truncated() => GrpcRefusal.Framing(
        _hasPrefix ? $"unexpected end of the body: {_filled} of {_prefix.Length} bytes of the message arrived"
        : ReceivedBytes > 0 ? $"unexpected end of the body inside the {GrpcPrefix.Size} bytes before the message"
        : "received no request message");

    private void ReturnLease()
    {
        if (_lease.IsHeld)
        {
            TakeMessage().Return();
        }
    }

    private GrpcRefusal GaveUp() => GivenUp == RefuseReason.Deadline
        ? PastDeadline()
        : new GrpcRefusal(
            new GrpcStatus(
                GrpcStatusCode.Unavailable,
                $"the request's body came slower than {limits.MinBodyBytesPerSecond} bytes a second "
                + $"over {limits.BodyRateWindow.TotalSeconds} s"),
            RefuseReason.TooSlow);
}
