namespace HotPath.Engine.Pipeline;

/// <summary>How a request ended, as its sender must be told.</summary>
public enum OutcomeKind : byte
{
    /// <summary>Taken over: the gateway now answers for it.</summary>
    Ok,

    /// <summary>Not valid OTLP. The sender must not send it again.</summary>
    Malformed,

    /// <summary>No room; the sender should send it again after the delay.</summary>
    Throttled,

    /// <summary>It could not be delivered now; sending it again may work.</summary>
    Retryable,

    /// <summary>A backend has reached limits of its own, and said so; sending it again later may work.</summary>
    Exhausted,

    /// <summary>It can never be delivered; sending it again is pointless.</summary>
    Permanent,

    /// <summary>The sender's own deadline passed before the request was taken over.</summary>
    DeadlineExceeded,
}
