using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.BearerTokenAuth;

/// <summary>A validated <c>bearertokenauth</c> extension.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Header">The header, as it is written.</param>
/// <param name="Scheme">What stands before the token; empty for nothing.</param>
/// <param name="Tokens">The tokens; unused with a file.</param>
/// <param name="File">A file with a token a line; empty for none.</param>
internal sealed record BearerTokenAuthPlan(ComponentId Id, string Header, string Scheme, IReadOnlyList<Opaque> Tokens, string File)
    : AuthExtensionPlan(Id)
{
    /// <inheritdoc/>
    public override bool IsServer => true;

    /// <inheritdoc/>
    public override bool IsClient => true;

    /// <inheritdoc/>
    public override bool NeedsTls => true;

    /// <inheritdoc/>
    public override IAuthenticator Create(AuthContext context) => new BearerTokenAuthenticator(this, context);
}
