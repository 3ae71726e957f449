namespace HotPath.Engine.Auth;

/// <summary>Says who may send. Hosts ask it with a request's head, before they read or admit anything of its body. Thread-safe.</summary>
public interface IServerAuthenticator : IAuthenticator
{
    /// <summary>The header that carries the credentials, in lower case. If it is there several times, the first one counts.</summary>
    string Header { get; }

    /// <summary>What HTTP's <c>WWW-Authenticate</c> says to who is refused (RFC 9110, section 11.6.1).</summary>
    string Challenge { get; }

    /// <summary>
    /// Changes after what is accepted has changed: a verdict may be remembered for as long as this number, read before the check, stays the
    /// same.
    /// </summary>
    long Generation { get; }

    /// <summary>
    /// Judges at once and without allocating, if that is cheap or was done lately; else <see cref="AuthDecision.Undecided"/>, and <see
    /// cref="CheckAsync"/> will know.
    /// </summary>
    /// <param name="credentials">The header's value; empty if it is not there.</param>
    AuthVerdict Check(ReadOnlySpan<byte> credentials);

    /// <summary>
    /// Judges for certain, away from the caller's thread, and remembers it. Never <see cref="AuthDecision.Undecided"/>; never throws.
    /// </summary>
    ValueTask<AuthVerdict> CheckAsync(byte[] credentials);
}
