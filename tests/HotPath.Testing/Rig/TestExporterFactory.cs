using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;

namespace HotPath.Testing.Rig;

/// <summary>The exporter type <c>test</c>, with the real queue, retry and timeout before it. Keys: those three, as of any exporter, and
/// <c>endpoint</c>, which is its own and means nothing. Its queue has one consumer unless a test says otherwise: what arrives then arrives
/// in the order in which it was enqueued, which several consumers do not promise.</summary>
internal sealed class TestExporterFactory : IExporterFactory
{
    /// <summary>The exporters made last, by id.</summary>
    public Dictionary<ComponentId, TestExporter> Made { get; } = [];

    /// <summary>All exporters that were ever made: a reload makes further ones of the same id.</summary>
    public List<TestExporter> All { get; } = [];

    public IReadOnlyList<string> Types => ["test"];

    private static QueuePlan OneConsumer => QueuePlan.Default with { NumConsumers = 1 };

    public ExporterPlan Read(ComponentId id, ConfigMap map)
    {
        ExportPlan chain = new(
            QueueConfig.Read(map, OneConsumer), RetryConfig.Read(map, RetryPlan.Default), TimeoutConfig.Read(map, TimeSpan.FromSeconds(5)));
        map.Text("endpoint", "");
        map.Secret("token");
        map.Done();
        return new Plan(id, chain, this);
    }

    private sealed record Plan(ComponentId Id, ExportPlan Chain, TestExporterFactory Factory) : ExporterPlan(Id, Chain)
    {
        public override IExporter CreateExporter(ExporterContext context)
        {
            var exporter = new TestExporter(context.Signal);
            Factory.Made[Id] = exporter;
            Factory.All.Add(exporter);
            return exporter;
        }
    }
}
