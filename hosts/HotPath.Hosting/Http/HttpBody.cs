using System.Buffers;
using System.IO.Pipelines;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Http;

/// <summary>The body of one HTTP request: all of it is the message, and its length may be declared or not.</summary>
internal sealed class HttpBody(BodyWatch watch, HostLimits limits) : RequestBody(watch, limits)
{
    /// <summary>Room that is left over at the end is given back if it is more than this share of it.</summary>
    private const int SpareShare = 4;

    private long? _declared;
    private int _most;

    /// <inheritdoc/>
    public override long KnownBytes => _declared ?? ReceivedBytes;

    /// <inheritdoc/>
    protected override long MissingBytes => _declared is { } declared ? declared - Filled : 0;

    /// <summary>Prepares for a request.</summary>
    /// <param name="reader">Its body.</param>
    /// <param name="limit">How large it may be, and who gives room.</param>
    /// <param name="declared">Its declared length, or null.</param>
    /// <param name="deadline">When it must be whole, or null.</param>
    public void Open(PipeReader reader, in MessageLimit limit, long? declared, Deadline? deadline)
    {
        Open(reader, limit, deadline);
        _declared = declared;
        _most = limit.ConfiguredBytes;
        if (declared is { } bytes && limit.Refuse(bytes) is { } refused)
        {
            Refuse(refused);
        }
    }

    /// <summary>True if it is worth reading: a refused body is read and thrown away, unless its sender waits to be asked for it.</summary>
    public bool MustRead(bool expectsContinue) =>
        Refusal is null || (!expectsContinue && MissingBytes <= Limits.MaxDiscardedBytes);

    /// <inheritdoc/>
    protected override void Fill(ref ReadOnlySequence<byte> rest, bool isLast)
    {
        while (!rest.IsEmpty)
        {
            if (RefuseSize(Filled + rest.Length) is { } tooLarge)
            {
                Refuse(tooLarge);
                return;
            }

            if (Filled == Capacity && !TryMakeRoom(Filled + (int)rest.Length, isLast))
            {
                return;
            }

            Copy(ref rest, rest.Length);
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (_declared is { } declared && Filled != declared)
        {
            Refuse(Refusals.Framing($"unexpected end of the body: {Filled} of {declared} bytes arrived"));
        }
        else if (Capacity - Filled <= Capacity / SpareShare || TryResize(Filled))
        {
            Cut();
        }
    }

    /// <summary>Makes room for at least the <paramref name="arrived"/> bytes: of the declared length, or twice what there was.</summary>
    private bool TryMakeRoom(int arrived, bool isLast)
    {
        if (Capacity > 0)
        {
            return TryResize(_declared is { } all ? (int)all : isLast ? arrived : Doubled(arrived));
        }

        if (_declared is { } declared)
        {
            return TryRent((int)Math.Min(declared, Math.Max(Limits.FirstReservationBytes, arrived)));
        }

        return TryRent(isLast ? arrived : Doubled(arrived));
    }

    private int Doubled(int arrived) => (int)Math.Min(_most, 2L * arrived);
}
