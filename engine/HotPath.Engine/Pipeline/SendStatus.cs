namespace HotPath.Engine.Pipeline;

/// <summary>How one attempt to send a batch ended.</summary>
public enum SendStatus : byte
{
    /// <summary>The backend has it, or has said which items it will never take (<see cref="SendResult.RejectedItems"/>).</summary>
    Delivered,

    /// <summary>Not now: another attempt may work.</summary>
    Retryable,

    /// <summary>Never: another attempt is pointless.</summary>
    Permanent,
}
