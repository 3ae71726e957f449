using System.Buffers;
using System.IO.Pipelines;
using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Grpc;

/// <summary>The body of one gRPC request: five bytes of prefix, which declare the length, then the message.</summary>
internal sealed class GrpcBody(BodyWatch watch, HostLimits limits) : RequestBody(watch, limits)
{
    private bool _mayBeCompressed;
    private bool _hasPrefix;
    private GrpcPrefix _prefix;

    /// <summary>True if the message on the wire is compressed.</summary>
    public bool IsCompressed => _prefix.Flag == 1;

    /// <inheritdoc/>
    public override long KnownBytes => _hasPrefix ? _prefix.Length : ReceivedBytes;

    /// <inheritdoc/>
    protected override long MissingBytes => _prefix.Length - (long)Filled;

    /// <summary>Prepares for a request.</summary>
    /// <param name="reader">Its body.</param>
    /// <param name="limit">How large its message may be, and who gives room.</param>
    /// <param name="mayBeCompressed">True if its grpc-encoding names a compression.</param>
    /// <param name="deadline">Its sender's deadline, or null.</param>
    public void Open(PipeReader reader, in MessageLimit limit, bool mayBeCompressed, DateTimeOffset? deadline)
    {
        Open(reader, limit, deadline);
        _mayBeCompressed = mayBeCompressed;
        _hasPrefix = false;
        _prefix = default;
    }

    /// <inheritdoc/>
    protected override void Fill(ref ReadOnlySequence<byte> rest, bool isLast)
    {
        if (!_hasPrefix && !TryBegin(ref rest))
        {
            return;
        }

        while (!rest.IsEmpty && Filled < _prefix.Length)
        {
            if (Filled == Capacity && !TryResize((int)_prefix.Length))
            {
                return;
            }

            Copy(ref rest, _prefix.Length - Filled);
        }

        if (!rest.IsEmpty)
        {
            Refuse(Refusals.Framing(
                $"{rest.Length} bytes follow the message of {_prefix.Length} bytes: Export takes one request message for each call"));
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (!_hasPrefix || Filled != _prefix.Length)
        {
            Refuse(Truncated());
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
        if (Judge(_prefix) is { } refused)
        {
            Refuse(refused);
            return false;
        }

        int first = (int)Math.Min(_prefix.Length, Math.Max(Limits.FirstReservationBytes, rest.Length));
        return first == 0 || TryRent(first);
    }

    private Refusal? Judge(GrpcPrefix prefix)
    {
        if (prefix.Flag > 1)
        {
            return Refusals.Framing($"received unexpected payload format {prefix.Flag}: a gRPC message begins with 0 or 1");
        }

        return prefix.Flag == 1 && !_mayBeCompressed
            ? Refusals.Encoding("compressed flag set with identity or empty encoding: send grpc-encoding along")
            : RefuseSize(prefix.Length);
    }

    private Refusal Truncated() => Refusals.Framing(
        _hasPrefix ? $"unexpected end of the body: {Filled} of {_prefix.Length} bytes of the message arrived"
        : ReceivedBytes > 0 ? $"unexpected end of the body inside the {GrpcPrefix.Size} bytes before the message"
        : "received no request message");
}
