using HotPath.Core.Net;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>The bytes' way to the peer: a plain socket, or TLS over one. One reader and one writer at a time.</summary>
internal abstract class Http2Link : IDisposable
{
    /// <summary>
    /// Sends what goes without waiting. What is left comes back as bytes of the link's own, off the list, to be given to
    /// <see cref="WriteAsync"/> before the next call; empty if everything was sent.
    /// </summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    public abstract ReadOnlyMemory<byte> Send(GatherList gather);

    /// <summary>Sends the bytes that <see cref="Send"/> gave back, waiting as long as it takes.</summary>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> staged);

    /// <summary>Reads some bytes; 0 at the end.</summary>
    public abstract ValueTask<int> ReadAsync(Memory<byte> to);

    /// <summary>Closes the connection; what waits on it fails.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the connection.</summary>
    protected abstract void Dispose(bool disposing);
}
