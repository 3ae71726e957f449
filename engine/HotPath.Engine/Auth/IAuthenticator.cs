namespace HotPath.Engine.Auth;

/// <summary>An authenticator at work: an extension that lives as long as the plan it was made from. Thread-safe.</summary>
public interface IAuthenticator : IDisposable
{
    /// <summary>Reads what it needs and begins to watch it.</summary>
    /// <exception cref="InvalidOperationException">A file cannot be read, or is not what its key says; the message names both.</exception>
    void Start();
}
