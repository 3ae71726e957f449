namespace HotPath.Hosting;

/// <summary>A receiver's address can't be bound. The message names the receiver, the key, the address, the reason and the remedy.</summary>
public sealed class ListenException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ListenException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
