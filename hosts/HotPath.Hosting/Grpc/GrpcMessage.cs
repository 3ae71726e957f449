using HotPath.Core.Memory;
using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Grpc;

/// <summary>
/// Takes one request's message out of DATA payloads, each byte copied once, straight into a lease. Room is reserved as DESIGN section 3
/// step 2 says: up to <see cref="HostLimits.FirstReservationBytes"/> at the prefix, or what is there already if that is more, and the rest
/// when those bytes have come. Reusable; one message at a time.
/// </summary>
internal sealed class GrpcMessage(HostLimits limits)
{
    private readonly byte[] _prefixBytes = new byte[GrpcPrefix.Size];
    private MessageLimit _limit;
    private GrpcHead _head;
    private GrpcPrefix _prefix;
    private int _prefixFilled;
    private Lease _lease;
    private int _filled;
    private long _received;

    /// <summary>Why the request is refused; null while it is not.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>The request's size on the wire as far as it is known: declared, else received.</summary>
    public long KnownBytes => HasPrefix ? _prefix.Length : _received;

    /// <summary>Bytes of the message that are still to come; 0 while that is not known.</summary>
    public long MissingBytes => _prefix.Length - (long)_filled;

    /// <summary>True once there is room for the whole message.</summary>
    public bool HasAllRoom => HasPrefix && Refusal is null && _lease.Length >= _prefix.Length;

    /// <summary>True if a message is held: false for an empty one.</summary>
    public bool IsHeld => _lease.IsHeld;

    private bool HasPrefix => _prefixFilled == GrpcPrefix.Size;

    /// <summary>Prepares for a request.</summary>
    public void Open(in MessageLimit limit, in GrpcHead head)
    {
        _limit = limit;
        _head = head;
        _prefix = default;
        _prefixFilled = 0;
        _filled = 0;
        _received = 0;
        Refusal = null;
    }

    /// <summary>Refuses the request, and gives back its room. What is still taken of its body is thrown away.</summary>
    public void Refuse(in Refusal refusal)
    {
        Refusal = refusal;
        ReturnLease();
    }

    /// <summary>Takes bytes of the body, unless it is refused or is so for what they say.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        _received += bytes.Length;
        if (Refusal is null)
        {
            Fill(ref bytes);
        }
    }

    /// <summary>The body has ended: refuses it if something is missing.</summary>
    public Refusal? Finish()
    {
        if (Refusal is null && (!HasPrefix || _filled != _prefix.Length))
        {
            Refuse(GrpcFraming.Truncated(HasPrefix ? _prefix : null, HasPrefix ? _filled : _received));
        }

        return Refusal;
    }

    /// <summary>Decompresses the message if it is compressed; null if it is ready for the engine.</summary>
    public Refusal? TryDecompress()
    {
        // .NET's gzip of nothing is no bytes at all, so an empty message may come with the compressed flag.
        if (_prefix.Flag == 1 && _lease.IsHeld
            && !CompressedMessage.TryDecompress(_head.Decompressor!, Hand(), _limit, mayKeep: true, out _lease, out Refusal refusal))
        {
            Refusal = refusal;
        }

        return Refusal;
    }

    /// <summary>Hands over the message: from here it is the caller's to return.</summary>
    public Lease Hand()
    {
        Lease message = _lease;
        _lease = default;
        return message;
    }

    /// <summary>Ends the request: nothing is held any more.</summary>
    public void Close() => ReturnLease();

    private void Fill(ref ReadOnlySpan<byte> bytes)
    {
        if (!HasPrefix && !TryBegin(ref bytes))
        {
            return;
        }

        while (!bytes.IsEmpty && _filled < _prefix.Length)
        {
            if (_filled == _lease.Length && !TryGrow())
            {
                return;
            }

            int count = Math.Min(bytes.Length, _lease.Length - _filled);
            bytes[..count].CopyTo(_lease.Writable[_filled..]);
            bytes = bytes[count..];
            _filled += count;
        }

        if (!bytes.IsEmpty)
        {
            Refuse(GrpcFraming.Excess(bytes.Length, _prefix));
        }
    }

    /// <summary>
    /// Reads the prefix and reserves the first room; false if the prefix is not all there, or says that the request is refused.
    /// </summary>
    private bool TryBegin(ref ReadOnlySpan<byte> bytes)
    {
        int count = Math.Min(GrpcPrefix.Size - _prefixFilled, bytes.Length);
        bytes[..count].CopyTo(_prefixBytes.AsSpan(_prefixFilled));
        bytes = bytes[count..];
        _prefixFilled += count;
        if (!HasPrefix)
        {
            return false;
        }

        _prefix = GrpcPrefix.Read(_prefixBytes);
        if (GrpcFraming.Judge(_prefix, _head.Encoding, _limit) is { } refused)
        {
            Refuse(refused);
            return false;
        }

        int first = (int)Math.Min(_prefix.Length, Math.Max(limits.FirstReservationBytes, bytes.Length));
        return first == 0 || _limit.TryRent(first, out _lease, out Refusal refusal) || Refused(refusal);
    }

    private bool TryGrow() => _limit.TryGrow(ref _lease, _filled, (int)_prefix.Length, out Refusal refusal) || Refused(refusal);

    private bool Refused(in Refusal refusal)
    {
        Refuse(refusal);
        return false;
    }

    private void ReturnLease()
    {
        if (_lease.IsHeld)
        {
            Hand().Return();
        }
    }
}
