using HotPath.Core.Memory;
using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>Warns of configurations that run, but not as their authors hope.</summary>
internal static class ClassicMistakes
{
    private const string Gate = "memory_limiter";
    private const string Batch = "batch";
    private const long Mib = 1024 * 1024;

    // Behind batch, the batches that leave are smaller than what was waited for.
    private static readonly string[] Droppers =
        ["filter", "probabilistic_sampler", "tail_sampling", "dynamic_sampling", "logdedup", "log_dedup", "groupbytrace"];

    // Behind batch, what must not be kept is kept for longer, and in larger pieces.
    private static readonly string[] Scrubbers = ["redaction", "attributes", "transform"];

    // Behind batch, the connection that telemetry came by is forgotten.
    private static readonly string[] ByConnection = ["k8sattributes", "k8s_attributes"];

    /// <summary>Looks at the pipelines as they are written, so that it also sees processors that are not built.</summary>
    public static void Warn(GatewayPlan plan, ConfigNode root, Func<AvailableMemory> memory, ConfigErrors errors)
    {
        ConfigNode? pipelines = root["service"]?["pipelines"];
        foreach ((string id, ConfigNode pipeline) in pipelines?.Entries ?? [])
        {
            ConfigNode at = pipeline["processors"] ?? pipeline;
            (string Type, ConfigNode Node)[] processors =
                [.. (pipeline["processors"]?.Items ?? []).Select(item => (ComponentId.Parse(item.Text ?? "").Type, item))];
            WarnOfGate(processors, IsGated(plan, id), at.Position, $"service::pipelines::{id}::processors", errors);
            WarnOfBatch(processors, errors);
        }

        WarnOfLimits(plan, root, memory, errors);
    }

    /// <summary>
    /// True if all that comes to a pipeline has passed gates: those of its receivers' servers, or those before a connector.
    /// </summary>
    private static bool IsGated(GatewayPlan plan, string id) =>
        plan.Pipelines.FirstOrDefault(p => p.Id == ComponentId.Parse(id)) is { } pipeline
        && pipeline.Receivers.All(r => plan.Receivers.TryGetValue(r, out ReceiverPlan? receiver) && receiver.IsGated);

    private static void WarnOfGate(
        (string Type, ConfigNode Node)[] processors, bool isGated, ConfigPosition position, string path, ConfigErrors errors)
    {
        int gate = Array.FindIndex(processors, p => p.Type == Gate);
        if (gate < 0 && !isGated)
        {
            errors.Warn(
                position,
                path,
                "no memory_limiter; the default gate at 80 % of the available memory applies: "
                + "configure memory_limiter: {check_interval: 1s, limit_percentage: 80, spike_limit_percentage: 16} and list it first");
        }
        else if (gate > 0)
        {
            errors.Warn(
                processors[gate].Node.Position,
                processors[gate].Node.Path,
                "memory_limiter is not the first processor; it is a gate and applies at the receiver all the same: list it first");
        }
    }

    private static void WarnOfBatch((string Type, ConfigNode Node)[] processors, ConfigErrors errors)
    {
        int batch = Array.FindIndex(processors, p => p.Type == Batch);
        for (int i = batch + 1; batch >= 0 && i < processors.Length; i++)
        {
            (string type, ConfigNode node) = processors[i];
            string? why = Droppers.Contains(type) ? "it drops from batches that were made full, and smaller ones leave"
                : Scrubbers.Contains(type) ? "what it removes waits in batches first"
                : ByConnection.Contains(type) ? "a batch no longer knows the connections its items came by"
                : null;
            if (why is not null)
            {
                (_, ConfigNode before) = processors[batch];
                string what = $"'{before.Text}' stands before '{node.Text}' (at {node.Position}): {why}";
                errors.Warn(before.Position, before.Path, $"{what}; list '{before.Text}' behind it");
            }
        }
    }

    private static void WarnOfLimits(GatewayPlan plan, ConfigNode root, Func<AvailableMemory> memory, ConfigErrors errors)
    {
        (GatePlan Plan, string Section)[] gates =
        [
            .. plan.Pipelines.SelectMany(p => p.Processors).OfType<GatePlan>().DistinctBy(g => g.Id).Select(g => (g, "processors")),
            .. plan.Extensions.OfType<GateExtensionPlan>().Select(e => (e.Gate, "extensions")),
        ];
        if (gates.Length == 0)
        {
            return;
        }

        AvailableMemory available = memory();
        foreach ((GatePlan gate, string kind) in gates)
        {
            // As limit_percentage: 100 is computed.
            if (gate.LimitBytes < available.Bytes / 100 * 100)
            {
                continue;
            }

            ConfigNode? section = root[kind]?[gate.Id.ToString()];
            string key = section?["limit_mib"] is { IsNull: false } ? "limit_mib" : "limit_percentage";
            string whose = available.Source == MemorySource.Machine ? "the machine's memory" : "the container's limit";
            string file = available.File.Length > 0 ? $", by {available.File}" : "";
            errors.Warn(
                section?[key]?.Position ?? section?.Position ?? root.Position,
                $"{kind}::{gate.Id}::{key}",
                $"the limit of {gate.LimitBytes / Mib} MiB is not below {whose} ({available.Bytes / Mib} MiB{file}), so the kernel ends "
                + "the process before the limit refuses anything: write limit_percentage: 80, or a limit_mib of at most "
                + $"{available.Bytes / Mib * 8 / 10}");
        }
    }
}
