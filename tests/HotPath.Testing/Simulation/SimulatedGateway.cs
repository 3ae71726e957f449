using HotPath.Components.Connectors.Forward;
using HotPath.Components.Extensions.FileStorage;
using HotPath.Components.Processors.Attributes;
using HotPath.Components.Processors.Batch;
using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Testing.Rig;

namespace HotPath.Testing.Simulation;

/// <summary>One process of a simulated run: the real engine on one thread, under a clock and a scheduler of its own.</summary>
internal sealed class SimulatedGateway
{
    /// <summary>Records of a few requests fill a segment.</summary>
    private const long SegmentBytes = 2048;

    private readonly ComponentCatalogue _catalogue;
    private readonly Dictionary<string, SimulationPlan> _plans = [];

    /// <summary>Makes and starts it. Its scheduler becomes the thread's context.</summary>
    public SimulatedGateway(SimulatedWorld world, SimulationDraft draft, DateTimeOffset now)
    {
        Clock = new FakeClock(now);
        Scheduler = new SimulatedScheduler(world.Random, Clock);
        SynchronizationContext.SetSynchronizationContext(Scheduler);
        world.Trace.Clock = Clock;
        var exporters = new SimulatedExporterFactory(name => new SimulatedExporter(name, world, this));
        _catalogue = new ComponentCatalogue([new TestReceiverFactory()], [new BatchFactory(), new AttributesFactory()], [exporters])
        {
            Connectors = [new ForwardFactory()],
            Extensions = [new FileStorageFactory()],
        };
        Plan = draft.ToPlan();
        UsePlan(Plan, Plan.Receivers);
        GatewayPlan plan = Read(Plan.Yaml, out string errors);
        SimulationException.ThrowUnless(errors.Length == 0, errors);
        Path = DataPath.Create(plan, new DataPathOptions
        {
            Time = Clock,
            RingCapacity = 1 << world.Random.Next(1, 5),
            AvailableBytes = static () => 1L << 30,
            ResidentBytes = static () => 0,
            TrackSlabs = true,
            OnFault = fault => world.Violations.Add($"a stage or queue failed: {fault}"),
            BeforeIo = world.Disk?.Watch(),
            SegmentBytes = SegmentBytes,
        });
    }

    /// <summary>Its clock.</summary>
    public FakeClock Clock { get; }

    /// <summary>What it runs on.</summary>
    public SimulatedScheduler Scheduler { get; }

    /// <summary>The engine.</summary>
    public DataPath Path { get; }

    /// <summary>The plan that it was started with.</summary>
    public SimulationPlan Plan { get; }

    /// <summary>True when it was killed: nothing that it does from here has happened.</summary>
    public bool IsDead { get; set; }

    /// <summary>The plan that takes a receiver's requests now.</summary>
    public SimulationPlan PlanOf(string receiver) => _plans[receiver];

    /// <summary>These receivers' requests are another plan's from here.</summary>
    public void UsePlan(SimulationPlan plan, IEnumerable<string> receivers)
    {
        foreach (string receiver in receivers)
        {
            _plans[receiver] = plan;
        }
    }

    /// <summary>What a host holds for a receiver.</summary>
    public IIntake PortOf(string receiver) =>
        Path.PortFor(ComponentId.Parse(receiver), Signal.Traces, ReceiverPlan.GrpcTransport);

    /// <summary>Reads a configuration.</summary>
    /// <param name="yaml">The configuration.</param>
    /// <param name="errors">What is wrong with it; empty if nothing is.</param>
    public GatewayPlan Read(string yaml, out string errors)
    {
        var found = new ConfigErrors();
        GatewayPlan plan = PlanReader.Read(ConfigComposer.FromText(yaml, "simulation.yaml", found), _catalogue, found);
        errors = string.Join('\n', found.Errors);
        return plan;
    }
}
