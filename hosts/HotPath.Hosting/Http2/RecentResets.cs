namespace HotPath.Hosting.Http2;

/// <summary>
/// Remembers the streams that we ended before the client did: what it had sent by then may still come, and is not its fault (RFC 9113
/// section 5.1, "closed"). As many as a client can have open, so that none is forgotten too early. Belongs to its connection.
/// </summary>
internal sealed class RecentResets(int capacity)
{
    private int[] _ids = [];
    private bool[] _wereAnswered = [];
    private int _next;

    /// <summary>Remembers a stream, and forgets the oldest if there are too many.</summary>
    /// <param name="streamId">The stream.</param>
    /// <param name="wasAnswered">True if it had its answer before its request was whole: its client may well reset it, too.</param>
    public void Add(int streamId, bool wasAnswered = false)
    {
        if (_ids.Length == 0)
        {
            _ids = new int[capacity];
            _wereAnswered = new bool[capacity];
        }

        _ids[_next] = streamId;
        _wereAnswered[_next] = wasAnswered;
        _next = (_next + 1) % _ids.Length;
    }

    /// <summary>True if the stream is remembered.</summary>
    public bool Contains(int streamId) => Array.IndexOf(_ids, streamId) >= 0;

    /// <summary>
    /// True, once, if the client's own RST_STREAM of this stream is the echo of an early answer, and nothing to hold against it.
    /// </summary>
    public bool TakeEcho(int streamId)
    {
        int at = Array.IndexOf(_ids, streamId);
        if (at < 0 || !_wereAnswered[at])
        {
            return false;
        }

        _wereAnswered[at] = false;
        return true;
    }
}
