using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.BasicAuth;

/// <summary>A validated <c>basicauth</c> extension with <c>client_auth</c>: for exporters. A file wins over its text.</summary>
/// <param name="Id">Its id.</param>
/// <param name="User">The user's name.</param>
/// <param name="UserFile">A file that holds it; empty for none.</param>
/// <param name="Password">The password.</param>
/// <param name="PasswordFile">A file that holds it; empty for none.</param>
internal sealed record BasicAuthClientPlan(ComponentId Id, string User, string UserFile, Opaque Password, string PasswordFile)
    : AuthExtensionPlan(Id)
{
    /// <inheritdoc/>
    public override bool IsClient => true;

    /// <inheritdoc/>
    public override bool NeedsTls => true;

    /// <inheritdoc/>
    public override IAuthenticator Create(AuthContext context) => new BasicAuthClient(this, context);
}
