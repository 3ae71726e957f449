namespace HotPath.Engine.Auth;

/// <summary>What a server's authenticator decides.</summary>
public enum AuthDecision
{
    /// <summary>The sender may send.</summary>
    Accepted,

    /// <summary>It may not, and will not with these credentials.</summary>
    Refused,

    /// <summary>That costs more than the calling thread should spend.</summary>
    Undecided,

    /// <summary>Too many others wait to be decided: the sender may try again.</summary>
    Busy,
}
