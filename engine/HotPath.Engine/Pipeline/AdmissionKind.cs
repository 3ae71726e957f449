namespace HotPath.Engine.Pipeline;

/// <summary>What the engine answers when a host asks for room.</summary>
public enum AdmissionKind : byte
{
    /// <summary>There is room, and it is held.</summary>
    Admitted,

    /// <summary>No room now: the sender should try again after the delay.</summary>
    Throttled,

    /// <summary>A request of this size is never taken; trying again is pointless.</summary>
    TooLarge,
}
