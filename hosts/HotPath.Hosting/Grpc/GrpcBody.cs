using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;

namespace HotPath.Hosting.Grpc;

/// <summary>
/// Reads one request's body, prefix and message, from the connection's buffers straight into a lease. Reusable; one request at a time.
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
    private bool _watched;
    private bool _discarding;

    /// <summary>Why <see cref="ReadAsync"/> returned false.</summary>
    public GrpcRefusal Refusal { get; private set; }

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
        Refusal = default;
        _limit = limit;
        _gzip = gzip;
        _hasPrefix = false;
        _prefix = default;
        _filled = 0;
        _discarding = false;
    }

    /// <summary>Hands over the message that was read (<c>default</c> if it is empty): from here it is the caller's to return.</summary>
    public Lease TakeMessage()
    {
        Lease message = _lease;
        _lease = default;
        return message;
    }

    /// <summary>
    /// Reads to the end of the body; true if that was one whole message. A stream or connection that breaks off throws what Kestrel throws
    /// (<see cref="IOException"/>, <see cref="OperationCanceledException"/>). <see cref="Close"/> must follow in any case.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> ReadAsync()
    {
        PipeReader reader = Reader!;
        while (true)
        {
            if (!reader.TryRead(out ReadResult result))
            {
                Watch();
                result = await reader.ReadAsync();
            }

            if (result.IsCanceled)
            {
                reader.AdvanceTo(result.Buffer.End);
                Refusal = GaveUp();
                return false;
            }

            ReadOnlySequence<byte> rest = result.Buffer;
            bool goOn = Take(ref rest);
            reader.AdvanceTo(goOn ? rest.Start : result.Buffer.End, result.Buffer.End);
            if (!goOn || result.IsCompleted)
            {
                return goOn && !_discarding && IsWhole();
            }
        }
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
        if (_lease.IsHeld)
        {
            TakeMessage().Return();
        }
    }

    /// <summary>The refusal of a request whose sender's deadline passed before the engine had it.</summary>
    public static GrpcRefusal PastDeadline() => new(
        new GrpcStatus(GrpcStatusCode.DeadlineExceeded, "the request's deadline passed before it was read"), RefuseReason.Deadline);

    private void Watch()
    {
        if (!_watched)
        {
            _watched = true;
            watch.Enter(this);
        }
    }

    /// <summary>
    /// Takes what has arrived; false if the request is refused. What is left in <paramref name="rest"/> is to be offered again.
    /// </summary>
    private bool Take(ref ReadOnlySequence<byte> rest)
    {
        if (_discarding)
        {
            Discard(ref rest);
            return true;
        }

        if (!_hasPrefix)
        {
            if (!GrpcPrefix.TryRead(ref rest, out _prefix))
            {
                ReceivedBytes = rest.Length;
                return true;
            }

            _hasPrefix = true;
            ReceivedBytes = GrpcPrefix.Size;
            if (!Judge(_prefix))
            {
                return false;
            }

            if (!Reserve(rest.Length))
            {
                return TryDiscard(ref rest);
            }
        }

        while (!rest.IsEmpty && _filled < _prefix.Length)
        {
            if (_filled == _lease.Length && !Grow())
            {
                return TryDiscard(ref rest);
            }

            int count = (int)Math.Min(rest.Length, _lease.Length - _filled);
            rest.Slice(0, count).CopyTo(_lease.Writable[_filled..]);
            rest = rest.Slice(count);
            _filled += count;
            ReceivedBytes += count;
        }

        if (!rest.IsEmpty)
        {
            Refusal = GrpcRefusal.Framing(
                $"{rest.Length} bytes follow the message of {_prefix.Length} bytes: Export takes one request message for each call");
        }

        return rest.IsEmpty;
    }

    /// <summary>
    /// A request that is throttled is read to its end and thrown away: answering in the middle of its body would leave the sender a reset
    /// stream, and Kestrel one that it drains for seconds and counts against the connection. The size was judged before, so this is bounded.
    /// </summary>
    private bool TryDiscard(ref ReadOnlySequence<byte> rest)
    {
        _discarding = Refusal.Reason == RefuseReason.Memory;
        if (_discarding)
        {
            Discard(ref rest);
        }

        return _discarding;
    }

    private void Discard(ref ReadOnlySequence<byte> rest)
    {
        ReceivedBytes += rest.Length;
        rest = rest.Slice(rest.End);
    }

    private bool Judge(GrpcPrefix prefix)
    {
        if (prefix.Flag > 1)
        {
            Refusal = GrpcRefusal.Framing($"received unexpected payload format {prefix.Flag}: a gRPC message begins with 0 or 1");
            return false;
        }

        if (prefix.Flag == 1 && !_gzip)
        {
            Refusal = GrpcRefusal.Encoding("compressed flag set with identity or empty encoding: send grpc-encoding: gzip along");
            return false;
        }

        Refusal = _limit.Refuse(prefix.Length) ?? default;
        return Refusal.Reason is null;
    }

    private bool Reserve(long arrived)
    {
        int declared = (int)_prefix.Length;
        int first = (int)Math.Min(declared, Math.Max(limits.FirstReservationBytes, arrived));
        if (first == 0 || _limit.TryRent(first, out _lease, out GrpcRefusal refusal))
        {
            return true;
        }

        Refusal = refusal;
        return false;
    }

    private bool Grow()
    {
        bool grown = _limit.TryGrow(ref _lease, _filled, (int)_prefix.Length, out GrpcRefusal refusal);
        Refusal = refusal;
        return grown;
    }

    private bool IsWhole()
    {
        if (_hasPrefix && _filled == _prefix.Length)
        {
            return true;
        }

        Refusal = GrpcRefusal.Framing(
            _hasPrefix ? $"unexpected end of the body: {_filled} of {_prefix.Length} bytes of the message arrived"
            : ReceivedBytes > 0 ? $"unexpected end of the body inside the {GrpcPrefix.Size} bytes before the message"
            : "received no request message");
        return false;
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
