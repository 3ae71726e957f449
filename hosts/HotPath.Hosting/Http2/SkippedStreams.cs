namespace HotPath.Hosting.Http2;

/// <summary>
/// Remembers which stream numbers a client jumped over: they count as closed, but were never open (RFC 9113 section 5.1.1). Clients hardly
/// ever jump, so a few gaps are enough; what is forgotten is taken for a stream that has ended. Belongs to its connection.
/// </summary>
internal sealed class SkippedStreams
{
    /// <summary>Gaps that are remembered.</summary>
    public const int Most = 16;

    private (int Above, int Below)[] _gaps = [];
    private int _next;

    /// <summary>A stream is opened after another.</summary>
    /// <param name="last">The last one before it; 0 for none.</param>
    /// <param name="streamId">The new one.</param>
    public void Open(int last, int streamId)
    {
        int least = last == 0 ? 1 : last + 2;
        if (streamId == least)
        {
            return;
        }

        if (_gaps.Length == 0)
        {
            _gaps = new (int, int)[Most];
        }

        _gaps[_next] = (last, streamId);
        _next = (_next + 1) % Most;
    }

    /// <summary>True if the client jumped over the stream.</summary>
    public bool Contains(int streamId) => Array.Exists(_gaps, gap => streamId > gap.Above && streamId < gap.Below);
}
