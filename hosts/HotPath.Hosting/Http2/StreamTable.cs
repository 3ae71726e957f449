using System.Diagnostics.CodeAnalysis;
using HotPath.Hosting.Grpc;

namespace HotPath.Hosting.Http2;

/// <summary>
/// The open streams of a connection by their ids, and the objects of ended ones for reuse: in steady state a request allocates no stream.
/// Belongs to its connection.
/// </summary>
internal sealed class StreamTable
{
    /// <summary>Idle stream objects that a connection keeps; more are left to the collector.</summary>
    public const int MostIdle = 64;

    private readonly Dictionary<int, GrpcStream> _open = [];
    private readonly Stack<GrpcStream> _idle = new();
    private GrpcStream? _last;

    /// <summary>Open streams.</summary>
    public int Count => _open.Count;

    /// <summary>All open streams; none may be added or removed meanwhile.</summary>
    public Dictionary<int, GrpcStream>.ValueCollection Open => _open.Values;

    /// <summary>The open stream of an id. DATA mostly comes for the stream that had the last frame, too.</summary>
    public bool TryGet(int streamId, [NotNullWhen(true)] out GrpcStream? stream)
    {
        if (_last is not null && _last.Id == streamId)
        {
            stream = _last;
            return true;
        }

        if (_open.TryGetValue(streamId, out stream))
        {
            _last = stream;
            return true;
        }

        return false;
    }

    /// <summary>An idle stream object, if there is one.</summary>
    public bool TryReuse([NotNullWhen(true)] out GrpcStream? stream) => _idle.TryPop(out stream);

    /// <summary>Adds a stream that has been opened.</summary>
    public void Add(GrpcStream stream)
    {
        _open.Add(stream.Id, stream);
        _last = stream;
    }

    /// <summary>Takes a stream off the open ones.</summary>
    public void Remove(GrpcStream stream)
    {
        _open.Remove(stream.Id);
        if (ReferenceEquals(_last, stream))
        {
            _last = null;
        }
    }

    /// <summary>Keeps the object of an ended stream for reuse.</summary>
    public void Keep(GrpcStream stream)
    {
        if (_idle.Count < MostIdle)
        {
            _idle.Push(stream);
        }
    }
}
