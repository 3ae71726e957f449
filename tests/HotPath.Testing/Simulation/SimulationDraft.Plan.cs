namespace HotPath.Testing.Simulation;

/// <content>The plan of a draft.</content>
internal sealed partial record SimulationDraft
{
    private const int Shapes = 7;

    /// <summary>The plan of it.</summary>
    public SimulationPlan ToPlan()
    {
        IReadOnlyList<string> receivers = HasSecondReceiver ? ["test", "test/2"] : ["test"];
        string from = string.Join(", ", receivers);
        SimulatedRoute[] routes = Shape switch
        {
            0 => [Straight(from, "traces", Processors, "test/a")],
            1 => [Straight(from, "traces", Processors, "test/a", "test/b")],
            2 => [Straight(from, "traces/1", Processors, "test/a"), Straight(from, "traces/2", OtherProcessors, "test/b")],
            3 => [Straight(from, "traces", OtherProcessors, "test/b")],
            4 => [Straight(from, "traces/other", Processors, "test/a")],
            5 => [Linked(from, "test/a")],
            _ => [Linked(from, "test/b"), Straight(from, "traces", "", "test/a")],
        };
        var chains = new Dictionary<string, SimulatedChain> { ["test/a"] = A, ["test/b"] = B };
        return new SimulationPlan(Text(routes), routes, chains, receivers);
    }

    private SimulatedRoute Straight(string receivers, string pipeline, string processors, params string[] exporters) => new(
        pipeline,
        pipeline,
        processors.Contains("batch", StringComparison.Ordinal),
        exporters,
        MarksOf(processors),
        $"{pipeline}: {{receivers: [{receivers}], processors: [{processors}], exporters: [{string.Join(", ", exporters)}]}}");

    /// <summary>Behind a connector, processors have a stage before them.</summary>
    private SimulatedRoute Linked(string receivers, string exporter) => new(
        "traces/in",
        "traces/out",
        Processors.Length > 0 || OtherProcessors.Contains("batch", StringComparison.Ordinal),
        [exporter],
        MarksOf(Processors + OtherProcessors),
        $"traces/in: {{receivers: [{receivers}], processors: [{OtherProcessors}], exporters: [forward]}}, "
            + $"traces/out: {{receivers: [forward], processors: [{Processors}], exporters: [{exporter}]}}");

    private Dictionary<string, string> MarksOf(string processors)
    {
        var marks = new Dictionary<string, string>();
        void Add(string processor, int mark)
        {
            if (processors.Contains(processor, StringComparison.Ordinal))
            {
                marks[processor] = $"m{mark}";
            }
        }

        Add("attributes/1", Mark);
        Add("attributes/2", OtherMark);
        return marks;
    }

    private string Text(SimulatedRoute[] routes)
    {
        bool isOnDisk = A.IsOnDisk || B.IsOnDisk;
        string storage = $"directory: \"{Directory}\", create_directory: true, timeout: 0s, fsync: {(Fsync ? "true" : "false")}";
        string pipelines = string.Join(", ", routes.Select(static route => route.Yaml));
        return $$"""
            receivers: {test: , test/2: }
            processors:
              batch: {{Batch}}
              attributes/1: {actions: [{key: attributes/1, value: m{{Mark}}, action: upsert}]}
              attributes/2: {actions: [{key: attributes/2, value: m{{OtherMark}}, action: upsert}]}
            connectors: {forward: }
            extensions: {file_storage: { {{storage}} } }
            exporters:
              test/a: {{A.Text}}
              test/b: {{B.Text}}
            service:
              extensions: [{{(isOnDisk ? "file_storage" : "")}}]
              pipelines: { {{pipelines}} }

            """;
    }
}
