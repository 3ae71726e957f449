using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// The gates of a plan: each pipeline's own (its <c>memory_limiter</c> processor), each server's (extensions among its middlewares), and
/// for what stands behind neither, one at 80 % of the memory that the cgroup, else the machine, allows.
/// </summary>
internal sealed class GatePlans
{
    private readonly GatewayPlan _plan;
    private readonly Dictionary<ComponentId, GatePlan> _ofPipelines = [];

    public GatePlans(GatewayPlan plan, DataPathOptions options)
    {
        _plan = plan;
        foreach (PipelinePlan pipeline in plan.Pipelines)
        {
            if (pipeline.Processors.OfType<GatePlan>().FirstOrDefault() is { } own)
            {
                _ofPipelines[pipeline.Id] = own;
            }
            else if (pipeline.Receivers.Any(r => !plan.Receivers[r].IsGated))
            {
                _ofPipelines[pipeline.Id] = Default(options);
            }
        }

        IEnumerable<GatePlan> ofServers = plan.Receivers.Values.SelectMany(r => r.Middlewares).SelectMany(Gate);
        Widest = _ofPipelines.Values.Concat(ofServers).MaxBy(gate => gate.LimitBytes) ?? Default(options);
    }

    /// <summary>The gate with the highest limit: there is one budget for the process, and it is this one's.</summary>
    public GatePlan Widest { get; }

    /// <summary>A pipeline's own gate; null if all that comes to it has passed others.</summary>
    public GatePlan? Of(PipelinePlan pipeline) => _ofPipelines.GetValueOrDefault(pipeline.Id);

    /// <summary>The gates of one server; requests of a transport without one pass those of the servers that take them.</summary>
    public IEnumerable<GatePlan> Of(ComponentId receiver, string transport)
    {
        ReceiverPlan plan = _plan.Receivers[receiver];
        bool isGuest = plan.GuestTransports.Contains(transport);
        return plan.Middlewares.Where(use => isGuest || use.Transport == transport).SelectMany(Gate);
    }

    private IEnumerable<GatePlan> Gate(MiddlewareUse use) =>
        _plan.Extensions.OfType<GateExtensionPlan>().Where(extension => extension.Id == use.Id).Select(extension => extension.Gate);

    private static GatePlan Default(DataPathOptions options)
    {
        long limit = options.AvailableBytes() / 100 * DataPathOptions.DefaultLimitPercentage;
        return new GatePlan(new ComponentId("memory_limiter", "default"), limit, limit / 5, TimeSpan.FromSeconds(1), CollectPlan.Default);
    }
}
