using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Testing.Rig;

/// <summary>
/// The authenticator type <c>testauth</c>: lets in who shows its <c>token</c>; with <c>broken: true</c>, it can't start. It may name
/// another extension (<c>additional_auth</c>), which means nothing.
/// </summary>
internal sealed class TestAuthFactory : IExtensionFactory
{
    /// <summary>Every authenticator that was ever made, in order.</summary>
    public List<TestAuthenticator> All { get; } = [];

    public string Type => "testauth";

    public ExtensionPlan Read(ComponentId id, ConfigMap map)
    {
        var plan = new Plan(id, map.Text("token", ""), map.Flag("broken", false), this);
        map.Text("additional_auth", "");
        map.Done();
        return plan;
    }

    private sealed record Plan(ComponentId Id, string Token, bool IsBroken, TestAuthFactory Factory) : AuthExtensionPlan(Id)
    {
        public override bool IsServer => true;

        public override IAuthenticator Create(AuthContext context)
        {
            var made = new TestAuthenticator(Id, Token, IsBroken);
            Factory.All.Add(made);
            return made;
        }
    }
}
