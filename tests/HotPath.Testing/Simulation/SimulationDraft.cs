namespace HotPath.Testing.Simulation;

/// <summary>
/// What a simulated configuration is made of: one of several shapes, and settings, each of which a reload may change by itself.
/// </summary>
internal sealed partial record SimulationDraft
{
    private static readonly string[] First = ["", "", "batch", "batch", "attributes/1", "attributes/1, batch", "batch, attributes/1"];
    private static readonly string[] Second = ["", "", "batch", "attributes/2", "attributes/2, batch", "batch, attributes/2"];

    /// <summary>What may stand before exporters.</summary>
    public required IReadOnlyList<SimulatedChainKind> Kinds { get; init; }

    /// <summary>The directory of queues on disk.</summary>
    public string Directory { get; init; } = "/nowhere";

    /// <summary>Whether those sync.</summary>
    public bool Fsync { get; init; }

    private int Shape { get; init; }

    private string Batch { get; init; } = "";

    private string Processors { get; init; } = "";

    private string OtherProcessors { get; init; } = "";

    private int Mark { get; init; }

    private int OtherMark { get; init; }

    private bool HasSecondReceiver { get; init; }

    private SimulatedChain A { get; init; } = null!;

    private SimulatedChain B { get; init; } = null!;

    /// <summary>A draft of a seed.</summary>
    public static SimulationDraft Of(Random random, IReadOnlyList<SimulatedChainKind> kinds) => new()
    {
        Kinds = kinds,
        Shape = random.Next(Shapes),
        Batch = NextBatch(random),
        Processors = Pick(random, First),
        OtherProcessors = Pick(random, Second),
        HasSecondReceiver = random.Next(3) == 0,
        A = SimulatedChain.Of(random, Pick(random, kinds)),
        B = SimulatedChain.Of(random, Pick(random, kinds)),
        Fsync = random.Next(2) == 0,
    };

    /// <summary>One that differs in up to three things.</summary>
    public SimulationDraft Changed(Random random)
    {
        SimulationDraft draft = this;
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            draft = draft.ChangedOnce(random);
        }

        return draft;
    }

    /// <summary>One in which each queue on disk that there ever was is opened, and has a pipeline of its own.</summary>
    public SimulationDraft ForTheRest(Random random) => this with
    {
        Shape = 2,
        Processors = "",
        OtherProcessors = "",
        A = SimulatedChain.Of(random, SimulatedChainKind.Stored),
        B = SimulatedChain.Of(random, SimulatedChainKind.Stored),
    };

    /// <summary>A configuration with a mistake.</summary>
    public string Mistaken(Random random)
    {
        string yaml = ToPlan().Yaml;
        return random.Next(3) switch
        {
            0 => yaml.Replace("exporters: [", "exporters: [test/missing, ", StringComparison.Ordinal),
            1 => yaml.Replace("timeout:", "time_out:", StringComparison.Ordinal),
            _ => yaml + "surplus: {}\n",
        };
    }

    private static T Pick<T>(Random random, IReadOnlyList<T> all) => all[random.Next(all.Count)];

    private static string NextBatch(Random random)
    {
        string keys = random.Next(3) == 0 ? ", metadata_keys: [x-tenant]" : "";
        int most = random.Next(2) == 0 ? 0 : random.Next(12, 16);
        return $"{{timeout: {random.Next(1, 500)}ms, send_batch_size: {random.Next(1, 12)}, send_batch_max_size: {most}{keys}}}";
    }

    private SimulationDraft ChangedOnce(Random random) => random.Next(12) switch
    {
        0 => this with { Shape = random.Next(Shapes) },
        1 => this with { Batch = NextBatch(random) },
        2 => this with { Processors = Pick(random, First) },
        3 => this with { OtherProcessors = Pick(random, Second) },
        4 => this with { Mark = Mark + 1 },
        5 => this with { OtherMark = OtherMark + 1 },
        6 => this with { HasSecondReceiver = !HasSecondReceiver },
        7 => this with { A = A with { Endpoint = A.Endpoint + 1 } },
        8 => this with { B = B with { Endpoint = B.Endpoint + 1 } },
        9 => this with { A = SimulatedChain.Of(random, Pick(random, Kinds)) },
        10 => this with { B = SimulatedChain.Of(random, Pick(random, Kinds)) },
        _ => this with { Shape = random.Next(Shapes), Mark = Mark + 1 },
    };
}
