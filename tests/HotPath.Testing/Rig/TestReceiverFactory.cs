using HotPath.Core.Wire;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Testing.Rig;

/// <summary>The receiver type <c>test</c>: no sockets; its keys are <c>middlewares</c>, a list of ids, and <c>validation</c>.</summary>
internal sealed class TestReceiverFactory : IReceiverFactory
{
    public string Type => "test";

    public ReceiverPlan Read(ComponentId id, ConfigMap map)
    {
        ConfigPosition position = map.PositionOf("middlewares");
        MiddlewareUse[] middlewares =
        [
            .. map.Texts("middlewares").Select(middleware =>
                new MiddlewareUse(ReceiverPlan.GrpcTransport, ComponentId.Parse(middleware), position, "middlewares")),
        ];
        bool isFull = map.OneOf("validation", "full", "full", "structure") == "full";
        map.Done();
        return new Plan(id, middlewares) { Validation = isFull ? Validation.Full : Validation.Structure };
    }

    private sealed record Plan(ComponentId Id, IReadOnlyList<MiddlewareUse> Middlewares) : ReceiverPlan(Id)
    {
        public override IReadOnlyList<MiddlewareUse> Middlewares { get; } = Middlewares;

        public override IReadOnlyList<NetworkAddress> Listeners => [];

        /// <summary>One that stands behind a gate takes HTTP as a guest, too.</summary>
        public override IReadOnlyList<string> GuestTransports => Middlewares.Count > 0 ? [HttpTransport] : [];
    }
}
