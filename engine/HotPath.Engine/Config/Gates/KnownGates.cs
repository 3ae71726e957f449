namespace HotPath.Engine.Config.Gates;

/// <summary>
/// The feature gates of the Collector's core v0.159.0, by id (its metadata.yaml files). Contrib's own are not among them.
/// </summary>
public static class KnownGates
{
    /// <summary>Lists of several sources are joined.</summary>
    public const string MergeAppend = "confmap.enableMergeAppendOption";

    /// <summary>A service without pipelines may run.</summary>
    public const string AllowNoPipelines = "service.AllowNoPipelines";

    /// <summary>Pipelines may carry profiles.</summary>
    public const string ProfilesSupport = "service.profilesSupport";

    /// <summary>All of them, sorted by id.</summary>
    public static IReadOnlyList<FeatureGate> All { get; } =
    [
        new(MergeAppend, GateStage.Alpha, "v0.120.0", "Joins lists of several configuration sources.", GateEffect.Honoured,
            "service::extensions and the pipelines' receivers and exporters are joined, not replaced"),
        new("pdata.useProtoPooling", GateStage.Alpha, "v0.133.0", "Takes the memory of messages from pools.", GateEffect.None,
            "its buffers are always pooled"),
        new(
            "pkg.exporterhelper.queueBatchEnabled", GateStage.Alpha, "v0.158.0", "Makes sending queues batch by default.",
            GateEffect.Refused,
            "write sending_queue: {batch: {}} at the exporters that shall batch"),
        new("receiverhelper.newReceiverMetrics", GateStage.Alpha, "v0.138.0", "Tells refusals downstream from a receiver's own failures.",
            GateEffect.Refused,
            "otelcol_receiver_refused_* means what it means without the gate; hotpath_receiver_refused_* has the reasons"),
        new(AllowNoPipelines, GateStage.Alpha, "v0.122.0", "Lets a service without pipelines run.", GateEffect.Honoured,
            "service::pipelines may be empty"),
        new("service.partialReload", GateStage.Alpha, "v0.157.0", "Rebuilds only what a new configuration changes.", GateEffect.None,
            "reload is not built yet"),
        new("service.partialReloadReceivers", GateStage.Beta, "v0.157.0", "Restarts only receivers where only receivers changed.",
            GateEffect.None, "reload is not built yet"),
        new(ProfilesSupport, GateStage.Alpha, "v0.112.0", "Allows pipelines of profiles.", GateEffect.None,
            "no gate stands before a pipeline's signal; validate --strict asks for it as the Collector does"),
        new(
            "telemetry.newPipelineTelemetry", GateStage.Alpha, "v0.123.0",
            "Adds the component's attributes to the scope of each own metric.",
            GateEffect.Refused, "the gateway's own metrics are those without the gate"),
    ];

    /// <summary>The gate of an id, or null.</summary>
    public static FeatureGate? Find(string id) => All.FirstOrDefault(gate => gate.Id == id);
}
