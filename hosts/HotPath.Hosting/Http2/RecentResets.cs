namespace HotPath.Hosting.Http2;

/// <summary>
/// Remembers the streams that we ended before the client did: what it had sent by then may still come, and is not its fault (RFC 9113
/// section 5.1, "closed"). As many as a client can have open, so that none is forgotten too early. Belongs to its connection.
/// </summary>
internal sealed class RecentResets(int capacity)
{
    private int[] _ids = [];
    private int _next;

    /// <summary>Remembers a stream, and forgets the oldest if there are too many.</summary>
    public void Add(int streamId)
    {
        if (_ids.Length == 0)
        {
            _ids = new int[capacity];
        }

        _ids[_next] = streamId;
        _next = (_next + 1) % _ids.Length;
    }

    /// <summary>True if the stream is remembered.</summary>
    public bool Contains(int streamId) => Array.IndexOf(_ids, streamId) >= 0;
}
