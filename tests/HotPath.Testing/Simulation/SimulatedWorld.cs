namespace HotPath.Testing.Simulation;

/// <summary>What outlives a simulated process: the backends, the disk, and what everybody was told.</summary>
internal sealed class SimulatedWorld
{
    private readonly Dictionary<SimulatedItem, SimulatedDelivery> _deliveries = [];

    public SimulatedWorld(Random random)
    {
        Random = random;
        foreach (string exporter in Exporters)
        {
            Backends[exporter] = new SimulatedBackend(this, exporter);
        }
    }

    /// <summary>Every exporter that a configuration may have.</summary>
    public static IReadOnlyList<string> Exporters { get; } = ["test/a", "test/b"];

    /// <summary>Decides everything.</summary>
    public Random Random { get; }

    /// <summary>What happened last.</summary>
    public SimulationTrace Trace { get; } = new();

    /// <summary>The backends, by exporter.</summary>
    public SortedDictionary<string, SimulatedBackend> Backends { get; } = new(StringComparer.Ordinal);

    /// <summary>Where queues lie; null in a run without.</summary>
    public SimulatedDisk? Disk { get; init; }

    /// <summary>What must never be, and was.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>Senders so far: each has a number of its own over all processes.</summary>
    public int Senders { get; set; }

    /// <summary>The number of the process that runs, from 0.</summary>
    public int Life { get; set; }

    /// <summary>Processes that died so far.</summary>
    public int Deaths { get; set; }

    /// <summary>What a process left in each exporter's queue on disk, in items; unknown after a death.</summary>
    public Dictionary<string, long> LeftOnDisk { get; } = [];

    /// <summary>Every item that was handed over.</summary>
    public IEnumerable<SimulatedDelivery> Deliveries => _deliveries.Values;

    /// <summary>Items that were handed to the process that runs.</summary>
    public IEnumerable<SimulatedDelivery> OfThisLife => _deliveries.Values.Where(delivery => delivery.Life == Life);

    /// <summary>What a backend has taken from the process that runs, in order.</summary>
    public SimulatedItem[] TakenBy(string exporter) =>
        [.. Backends[exporter].Taken.Where(one => one.Life == Life).Select(static one => one.Item)];

    /// <summary>All backends are well from here, or as bad as they are.</summary>
    public void Heal(bool isWell)
    {
        foreach (SimulatedBackend backend in Backends.Values)
        {
            backend.IsWell = isWell;
        }
    }

    /// <summary>A request is handed over to the plan that takes it.</summary>
    public void NoteSent(IEnumerable<SimulatedItem> items, SimulationPlan plan)
    {
        foreach (SimulatedItem item in items)
        {
            _deliveries.Add(item, new SimulatedDelivery(item, plan, Life));
        }
    }

    /// <summary>Its sender was told.</summary>
    public void NoteAnswer(IEnumerable<SimulatedItem> items, bool isAccepted)
    {
        foreach (SimulatedItem item in items)
        {
            _deliveries[item].IsAccepted = isAccepted;
        }
    }

    /// <summary>How an item was handed over; null if nobody did.</summary>
    public SimulatedDelivery? DeliveryOf(SimulatedItem item) => _deliveries.GetValueOrDefault(item);
}
