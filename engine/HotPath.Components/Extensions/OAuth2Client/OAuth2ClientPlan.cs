using HotPath.Components.Exporters.Shared;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.OAuth2Client;

/// <summary>A validated <c>oauth2client</c> extension. A file wins over its text.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ClientId">The client's name at the token server.</param>
/// <param name="ClientIdFile">A file that holds it; empty for none.</param>
/// <param name="Secret">Its secret.</param>
/// <param name="SecretFile">A file that holds it; empty for none.</param>
/// <param name="TokenUrl">Where tokens are asked for; null if the text is none, which is an error of its own.</param>
internal sealed record OAuth2ClientPlan(
    ComponentId Id, string ClientId, string ClientIdFile, Opaque Secret, string SecretFile, Uri? TokenUrl) : AuthExtensionPlan(Id)
{
    /// <summary>Further parameters of each request.</summary>
    public IReadOnlyList<KeyValuePair<string, Opaque>> Parameters { get; init; } = [];

    /// <summary>The permissions asked for, with a blank between them; empty for none.</summary>
    public string Scope { get; init; } = "";

    /// <summary>What the token server gets for an answer.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>How long before its end a token is replaced.</summary>
    public TimeSpan ExpiryBuffer { get; init; }

    /// <summary>How to speak TLS to it.</summary>
    public TlsClientPlan? Tls { get; init; }

    /// <summary>The name that TLS asks for and checks; empty for the URL's host.</summary>
    public string ServerName { get; init; } = "";

    /// <inheritdoc/>
    public override bool IsClient => true;

    /// <inheritdoc/>
    public override bool NeedsTls => true;

    /// <inheritdoc/>
    public override IAuthenticator Create(AuthContext context) => new OAuth2Client(this, context);
}
