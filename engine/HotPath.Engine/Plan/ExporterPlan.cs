using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;

namespace HotPath.Engine.Plan;

/// <summary>The validated settings of one exporter: its own, and those of the chain before it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Chain">Queue → retry → timeout.</param>
public abstract record ExporterPlan(ComponentId Id, ExportPlan Chain)
{
    /// <summary>Where it connects to, if it does and the text tells.</summary>
    public virtual NetworkAddress? Target => null;

    /// <summary>All places it connects to: <see cref="Target"/>, unless there can be several.</summary>
    public virtual IReadOnlyList<NetworkAddress> Targets => Target is { } target ? [target] : [];

    /// <summary>
    /// Whether it reads items, rather than sending on their bytes: then a receiver must have checked what is inside them.
    /// </summary>
    public virtual bool ReadsItems => false;

    /// <summary>
    /// Whether it sends gzip, and at no level of its own: then what came in gzip and was not touched goes on as it came (docs/adr/0011).
    /// </summary>
    public virtual bool SendsGzipOn => false;

    /// <summary>The authenticator that it names; null for none.</summary>
    public virtual AuthUse? Auth => null;

    /// <summary>The keys of client metadata that its authenticator reads.</summary>
    public MetadataKeys AuthReads { get; init; } = MetadataKeys.Empty;

    /// <summary>The keys of client metadata that its queue and its authenticator read; only what some component reads is kept.</summary>
    public MetadataKeys ReadsMetadata => Chain.Queue is { Enabled: true, Batch: { } batch }
        ? MetadataKeys.Of([.. batch.PartitionKeys.All, .. AuthReads.All])
        : AuthReads;

    /// <summary>What its settings lack to serve a pipeline of this signal, and the remedy; null if they lack nothing.</summary>
    public virtual string? Lacks(Signal signal) => null;

    /// <summary>Makes the last link of the chain. One exporter serves all pipelines of one signal that name it.</summary>
    public abstract IExporter CreateExporter(ExporterContext context);
}
