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

    /// <summary>The tenants' accounts, by limiter and what it says of tenants: they go on over a reload.</summary>
    public ConcurrentDictionary<(ComponentId Limiter, TenantsPlan Plan), TenantBook> Books { get; } = new();

    /// <summary>The tenants' accounts of a gate; null if it keeps none.</summary>
    public TenantBook? TenantsOf(GatePlan gate) => gate.Tenants is { } plan
        ? Books.GetOrAdd(
            (gate.Id, plan),
            _ => new TenantBook(gate.Id, plan, () => Keeper.IngressLimitOf(gate), () => Shares.Bytes, Options.Time))
        : null;

    /// <summary>What a host holds for a receiver's requests of one signal and transport.</summary>
    public SwitchedIntake PortOf((ComponentId Receiver, Signal Signal, string Transport) key) =>
        Ports.GetOrAdd(key, static key => new SwitchedIntake(key.Signal));
}
