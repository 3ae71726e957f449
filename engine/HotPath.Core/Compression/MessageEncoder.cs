using System.Buffers;

namespace HotPath.Core.Compression;

/// <summary>
/// Compresses one message at a time, out of its segments: <see cref="Begin"/>, <see cref="Write"/> for each segment, <see cref="End"/>,
/// then <see cref="Dispose"/>. One that is disposed without <see cref="End"/> has written nothing that could be read. Not thread-safe.
/// </summary>
public abstract class MessageEncoder : IDisposable
{
    /// <summary>Begins a message.</summary>
    /// <param name="length">Its bytes in all: what <see cref="Write"/> will bring.</param>
    /// <param name="to">Where the compressed bytes go.</param>
    public abstract void Begin(long length, IBufferWriter<byte> to);

    /// <summary>Takes the next segment; its bytes are not needed afterwards.</summary>
    public abstract void Write(ReadOnlySpan<byte> segment);

    /// <summary>Writes what is left.</summary>
    public abstract void End();

    /// <summary>Lets go of the message; the encoder goes back to its pool.</summary>
    public abstract void Dispose();
}
