using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;

namespace HotPath.Testing.Simulation;

/// <summary>The exporter type <c>test</c> over <see cref="SimulatedBackend"/>s, with the real queue, retry and timeout before
/// them.</summary>
internal sealed class SimulatedExporterFactory(Func<string, SimulatedBackend> make) : IExporterFactory
{
    private readonly Func<string, SimulatedBackend> _make = make;

    /// <summary>The backends made so far, by the exporter's id.</summary>
    public Dictionary<string, SimulatedBackend> Made { get; } = [];

    public IReadOnlyList<string> Types => ["test"];

    public ExporterPlan Read(ComponentId id, ConfigMap map)
    {
        ExportPlan chain = new(
            QueueConfig.Read(map, QueuePlan.Default), RetryConfig.Read(map, RetryPlan.Default),
                TimeoutConfig.Read(map, TimeSpan.FromSeconds(5)));
        map.Done();
        return new Plan(id, chain, this);
    }

    private sealed record Plan(ComponentId Id, ExportPlan Chain, SimulatedExporterFactory Factory) : ExporterPlan(Id, Chain)
    {
        public override IExporter CreateExporter(ExporterContext context)
        {
            SimulatedBackend backend = Factory._make(Id.ToString());
            Factory.Made[Id.ToString()] = backend;
            return backend;
        }
    }
}
