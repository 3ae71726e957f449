namespace HotPath.Core.Compression;

/// <summary>
/// Decompresses one message at a time, from memory to memory: <see cref="Begin"/>, then <see cref="Decode"/> until it is no longer
/// <see cref="DecodeStatus.Full"/>, then <see cref="Dispose"/>. Whoever calls it decides how much room there may be, so that the size
/// after decompression is bounded by the one who pays for it. Not thread-safe. Never throws for what the message holds.
/// </summary>
public abstract class MessageDecoder : IDisposable
{
    /// <summary>Why the message is broken: the end of «not a whole X stream, …».</summary>
    public string Fault { get; private protected set; } = "";

    /// <summary>
    /// After <see cref="DecodeStatus.Done"/>: bytes that <see cref="Keep"/> writes; never more than the message has, and 0 if the codec's
    /// messages cannot be sent on as they came.
    /// </summary>
    public virtual int KeptBytes => 0;

    /// <summary>Begins a message, whose bytes must stay where they are until <see cref="Dispose"/>.</summary>
    public abstract SizeHint Begin(ReadOnlyMemory<byte> message);

    /// <summary>Decompresses what there is room for.</summary>
    /// <param name="target">All of the message's room: what was filled before stands at its start.</param>
    /// <param name="filled">Bytes filled so far; the decoder may begin anew, and then takes none of them for granted.</param>
    public abstract DecodeStatus Decode(Span<byte> target, ref int filled);

    /// <summary>After <see cref="DecodeStatus.Done"/>: writes what is kept of the compressed message (<see cref="KeptGzip"/>).</summary>
    /// <param name="room">Takes <see cref="KeptBytes"/>.</param>
    public virtual void Keep(Span<byte> room)
    {
    }

    /// <summary>Lets go of the message; the decoder goes back to its pool.</summary>
    public abstract void Dispose();

    private protected DecodeStatus Broken(string why)
    {
        Fault = why;
        return DecodeStatus.Broken;
    }
}
