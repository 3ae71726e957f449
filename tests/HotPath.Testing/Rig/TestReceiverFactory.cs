using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Testing.Rig;

/// <summary>The receiver type <c>test</c>: no sockets, no keys.</summary>
internal sealed class TestReceiverFactory : IReceiverFactory
{
    public string Type => "test";

    public ReceiverPlan Read(ComponentId id, ConfigMap map)
    {
        map.Done();
        return new Plan(id);
    }

    private sealed record Plan(ComponentId Id) : ReceiverPlan(Id)
    {
        public override IReadOnlyList<NetworkAddress> Listeners => [];
    }
}
