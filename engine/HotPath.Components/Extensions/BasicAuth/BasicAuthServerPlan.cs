using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.BasicAuth;

/// <summary>A validated <c>basicauth</c> extension with <c>htpasswd</c>: for receivers.</summary>
/// <param name="Id">Its id.</param>
/// <param name="File">A file of users; empty for none.</param>
/// <param name="Inline">More lines, which win over the file's.</param>
internal sealed record BasicAuthServerPlan(ComponentId Id, string File, Opaque Inline) : AuthExtensionPlan(Id)
{
    /// <inheritdoc/>
    public override bool IsServer => true;

    /// <inheritdoc/>
    public override IAuthenticator Create(AuthContext context) => new BasicAuthServer(this, context);
}
