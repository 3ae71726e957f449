using System.Collections.Concurrent;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Pipeline;

/// <summary>What is the process's, whichever graph runs.</summary>
/// <param name="Options">What the path was given besides plans.</param>
/// <param name="Budget">The one budget.</param>
/// <param name="Slabs">Where bytes live.</param>
/// <param name="Batches">Where batches come from.</param>
/// <param name="Keeper">Measures the baseline.</param>
/// <param name="Stop">Cancelled when the process's stop has run out of patience.</param>
internal sealed record PathContext(
    DataPathOptions Options, MemoryBudget Budget, SlabPool Slabs, BatchPool Batches, BudgetKeeper Keeper, CancellationToken Stop)
{
    /// <summary>When the path was made: what the uptime counts from.</summary>
    public long Started { get; } = Options.Time.GetTimestamp();

    /// <summary>Every ledger.</summary>
    public LedgerBook Book { get; } = new();

    /// <summary>What the sending queues may hold.</summary>
    public QueueShares Shares { get; } = new(Budget);

    /// <summary>What hosts hold.</summary>
    public ConcurrentDictionary<(ComponentId Receiver, Signal Signal, string Transport), SwitchedIntake> Ports { get; } = new();

    /// <summary>Where each exporter's queue on disk was last.</summary>
    public ConcurrentDictionary<(ComponentId Exporter, Signal Signal), string> QueueDirectories { get; } = new();

    /// <summary>The tenants' accounts, by limiter: they go on over a reload that leaves its settings as they are.</summary>
    public ConcurrentDictionary<GatePlan, TenantBook> Books { get; } = new();

    /// <summary>The pipelines' accounts, by pipeline and limit: likewise.</summary>
    public ConcurrentDictionary<(string Pipeline, long LimitBytes), SlabAccount> PipelineAccounts { get; } = new();

    /// <summary>The account of a pipeline behind a gate; null if it has no limit of its own.</summary>
    public SlabAccount? AccountOf(PipelinePlan pipeline, GatePlan gate) => gate.PipelineLimitBytes == 0
        ? null
        : PipelineAccounts.GetOrAdd(
            (pipeline.Id.ToString(), gate.PipelineLimitBytes),
            key => new SlabAccount(key.Pipeline, RefuseReason.Pipeline, () => key.LimitBytes, Options.Time));

    /// <summary>The tenants' accounts of a gate; null if it keeps none.</summary>
    public TenantBook? TenantsOf(GatePlan gate) => gate.Tenants is { } tenants
        ? Books.GetOrAdd(
            gate,
            gate => new TenantBook(gate.Id, tenants, () => Keeper.IngressLimitOf(gate), () => Shares.Bytes, Options.Time))
        : null;

    /// <summary>What a host holds for a receiver's requests of one signal and transport.</summary>
    public SwitchedIntake PortOf((ComponentId Receiver, Signal Signal, string Transport) key) =>
        Ports.GetOrAdd(key, static key => new SwitchedIntake(key.Signal));
}
