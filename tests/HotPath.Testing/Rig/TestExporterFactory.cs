using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;

namespace HotPath.Testing.Rig;

/// <summary>The exporter type <c>test</c>, with the real queue, retry and timeout before it. Keys: those three, as of any exporter.</summary>
internal sealed class TestExporterFactory : IExporterFactory
{
    /// <summary>The exporters made so far, by id.</summary>
    public Dictionary<ComponentId, TestExporter> Made { get; } = [];

    public IReadOnlyList<string> Types => ["test"];

    public ExporterPlan Read(ComponentId id, ConfigMap map)
    {
        ExportPlan chain = new(QueueConfig.Read(map, QueuePlan.Default), RetryConfig.Read(map, RetryPlan.Default), TimeoutConfig.Read(map, TimeSpan.FromSeconds(5)));
        map.Done();
        return new Plan(id, chain, Made);
    }

    private sealed record Plan(ComponentId Id, ExportPlan Chain, Dictionary<ComponentId, TestExporter> Made) : ExporterPlan(Id, Chain)
    {
        public override IExporter CreateExporter(ExporterContext context)
        {
            var exporter = new TestExporter(context.Signal);
            Made[Id] = exporter;
            return exporter;
        }
    }
}
