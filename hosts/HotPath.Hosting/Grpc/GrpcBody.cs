using System.Buffers;
using System.IO.Pipelines;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Grpc;

/// <summary>The body of one gRPC request: five bytes of prefix, which declare the length, then the message.</summary>
internal sealed class GrpcBody(BodyWatch watch, HostLimits limits) : RequestBody(watch, limits)
{
    private GrpcEncoding _encoding;
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
    /// <param name="encoding">What its grpc-encoding names.</param>
    /// <param name="deadline">Its sender's deadline, or null.</param>
    public void Open(PipeReader reader, in MessageLimit limit, GrpcEncoding encoding, Deadline? deadline)
    {
        Open(reader, limit, deadline);
        _encoding = encoding;
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
            Refuse(GrpcFraming.Excess(rest.Length, _prefix));
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (!_hasPrefix || Filled != _prefix.Length)
        {
            Refuse(GrpcFraming.Truncated(_hasPrefix ? _prefix : null, _hasPrefix ? Filled : ReceivedBytes));
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
        if (GrpcFraming.Judge(_prefix, _encoding, Limit) is { } refused)
        {
            Refuse(refused);
            return false;
        }

        int first = (int)Math.Min(_prefix.Length, Math.Max(Limits.FirstReservationBytes, rest.Length));
        return first == 0 || TryRent(first);
    }
}
