using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.HeadersSetter;

/// <summary>A validated <c>headers_setter</c> extension.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Rules">What it does, in order.</param>
internal sealed record HeadersSetterPlan(ComponentId Id, IReadOnlyList<HeaderRule> Rules) : AuthExtensionPlan(Id)
{
    /// <inheritdoc/>
    public override bool IsClient => true;

    /// <inheritdoc/>
    public override MetadataKeys ReadsMetadata { get; } = MetadataKeys.Of(Rules.Select(static rule => rule.FromContext).OfType<string>());

    /// <inheritdoc/>
    public override IAuthenticator Create(AuthContext context) => new HeadersSetter(this);
}
