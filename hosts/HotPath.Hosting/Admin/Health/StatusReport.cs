using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry.Status;

namespace HotPath.Hosting.Admin.Health;

/// <summary>
/// The status of every component, put together as the Collector does: components to pipelines, the extensions to a pipeline of their own,
/// and those to the whole.
/// </summary>
internal static class StatusReport
{
    /// <summary>The scope that stands for all extensions.</summary>
    public const string Extensions = "extensions";

    /// <summary>A part of the whole; null if there is no such part.</summary>
    /// <param name="facts">The gateway.</param>
    /// <param name="scope">Empty for the whole, <see cref="Extensions"/>, or a pipeline's id.</param>
    /// <param name="recoverableFirst">True if a recoverable error says more than a permanent one.</param>
    public static StatusNode? Of(GatewayFacts facts, string scope, bool recoverableFirst)
    {
        if (facts.Now is not { } now)
        {
            return scope.Length == 0 ? StatusNode.Of(facts.Phase) : null;
        }

        var parts = now.Plan.Pipelines
            .Select(p => KeyValuePair.Create($"pipeline:{p.Id}", OfPipeline(facts, now, p, recoverableFirst))).ToList();
        if (now.Plan.Extensions.Count > 0)
        {
            parts.Add(KeyValuePair.Create(Extensions, OfExtensions(facts, now, recoverableFirst)));
        }

        string key = scope == Extensions ? scope : $"pipeline:{scope}";
        return scope.Length > 0 ? parts.FirstOrDefault(part => part.Key == key).Value
            : parts.Count == 0 ? StatusNode.Of(facts.Phase)
            : StatusNode.Of(parts, recoverableFirst);
    }

    private static StatusNode OfPipeline(GatewayFacts facts, GatewaySnapshot now, PipelinePlan pipeline, bool recoverableFirst)
    {
        StatusNode phase = StatusNode.Of(facts.Phase);
        bool isUp = facts.Phase.Status == ComponentStatus.Ok;
        var parts = new Dictionary<string, StatusNode>();
        foreach (ComponentId receiver in pipeline.Receivers)
        {
            parts[$"receiver:{receiver}"] = isUp ? OfReceiver(now, receiver, recoverableFirst) ?? phase : phase;
        }

        foreach (ProcessorPlan processor in pipeline.Processors)
        {
            parts[$"processor:{processor.Id}"] = phase;
        }

        foreach (ComponentId connector in pipeline.ConnectorsIn.Concat(pipeline.ConnectorsOut))
        {
            parts[$"connector:{connector}"] = phase;
        }

        foreach (ComponentId exporter in pipeline.Exporters)
        {
            parts[$"exporter:{exporter}"] = isUp ? OfExporter(now, exporter, pipeline.Signal) ?? phase : phase;
        }

        return parts.Count == 0 ? phase : StatusNode.Of(parts, recoverableFirst);
    }

    /// <summary>All its servers together, as one component.</summary>
    private static StatusNode? OfReceiver(GatewaySnapshot now, ComponentId receiver, bool recoverableFirst)
    {
        IReceiverHost[] hosts = [.. now.Receivers.Where(r => r.Receiver == receiver).Select(static r => r.Host)];
        return hosts.Length == 0 ? null
            : StatusNode.Of(Together(hosts.Select(static h => h.Status), recoverableFirst)) with
            {
                Attributes =
                    [KeyValuePair.Create<string, object>("endpoints", string.Join(", ", hosts.SelectMany(static h => h.Endpoints)))],
            };
    }

    private static StatusEvent Together(IEnumerable<StatusEvent> hosts, bool recoverableFirst) =>
        StatusNode.Of(hosts.Select((host, i) => KeyValuePair.Create($"{i}", StatusNode.Of(host))), recoverableFirst).Event;

    private static StatusNode? OfExporter(GatewaySnapshot now, ComponentId exporter, Signal signal)
    {
        if (now.Path.StatusOf(exporter, signal) is not { } status || now.Path.FiguresOf(exporter, signal) is not { } figures)
        {
            return null;
        }

        return StatusNode.Of(status) with
        {
            Attributes =
            [
                KeyValuePair.Create<string, object>("in_flight", figures.UnderWay),
                KeyValuePair.Create<string, object>("queue_capacity", figures.QueueCapacity),
                KeyValuePair.Create<string, object>("queue_size", figures.QueueSize),
            ],
        };
    }

    private static StatusNode OfExtensions(GatewayFacts facts, GatewaySnapshot now, bool recoverableFirst)
    {
        StatusNode Of(ExtensionPlan extension) =>
            facts.Phase.Status == ComponentStatus.Ok && now.Extensions.GetValueOrDefault(extension.Id) is { Count: > 0 } hosts
                ? StatusNode.Of(Together(hosts.Select(static h => h.Status), recoverableFirst))
                : StatusNode.Of(facts.Phase);
        return StatusNode.Of(now.Plan.Extensions.Select(e => KeyValuePair.Create($"extension:{e.Id}", Of(e))), recoverableFirst);
    }
}
