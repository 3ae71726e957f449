using HotPath.Engine.Pipeline;

namespace HotPath.Hosting.Requests;

/// <summary>
/// What <see cref="BodyWatch"/> knows of a body; its links and window belong to the watch and are touched under its lock only.
/// </summary>
internal abstract class WatchedBody
{
    private long _receivedBytes;

    /// <summary>The neighbours in the watch's list.</summary>
    public WatchedBody? Next { get; set; }

    /// <inheritdoc cref="Next"/>
    public WatchedBody? Previous { get; set; }

    /// <summary>The timestamp at which the present window began.</summary>
    public long WindowStart { get; set; }

    /// <summary>What had been received by then.</summary>
    public long WindowBytes { get; set; }

    /// <summary>The sender's deadline; null for none.</summary>
    public Deadline? Deadline { get; protected set; }

    /// <summary>Bytes of the body received so far, prefix included. Written by the reading thread, read by the watch.</summary>
    public long ReceivedBytes
    {
        get => Volatile.Read(ref _receivedBytes);
        protected set => Volatile.Write(ref _receivedBytes, value);
    }

    /// <summary>Why the watch gave it up; null if it did not. <see cref="Wake"/> says that it is set.</summary>
    protected string? GivenUp { get; set; }

    /// <summary>Ends the wait for more.</summary>
    public void GiveUp(string reason)
    {
        GivenUp ??= reason;
        Wake();
    }

    /// <summary>
    /// Tells whoever reads the body to look at <see cref="GivenUp"/>. Called by the watch, on its thread and under its lock.
    /// </summary>
    protected abstract void Wake();
}
