using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Auth;

/// <summary>Gives an exporter's requests what its backend asks for. Thread-safe.</summary>
public interface IClientAuthenticator : IAuthenticator
{
    /// <summary>
    /// What one request carries. The same object comes back for as long as nothing has changed, so that its encoding can be kept.
    /// </summary>
    /// <param name="client">What the batch's sender said under the keys that are read.</param>
    /// <param name="cancel">Ends the wait, not a request to a token server that others wait for, too.</param>
    ValueTask<ClientCredentials> GetAsync(ClientMetadata client, CancellationToken cancel);

    /// <summary>The backend did not take these (401, UNAUTHENTICATED). True if the next attempt will carry others.</summary>
    bool Refused(ClientCredentials used);
}
