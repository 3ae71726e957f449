using HotPath.Core.Memory;
using HotPath.Engine.Plan;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// A <c>memory_limiter</c> at work: refuses bytes that would take resident memory above its own soft limit. The budget is one for the
/// process; each pipeline may stand behind a stricter gate. Thread-safe, no state of its own.
/// </summary>
internal sealed class MemoryGate
{
    private readonly BudgetKeeper _keeper;
    private readonly MemoryBudget _budget;

    public MemoryGate(GatePlan plan, MemoryBudget budget, BudgetKeeper keeper)
    {
        Plan = plan;
        _budget = budget;
        _keeper = keeper;
    }

    public GatePlan Plan { get; }

    /// <summary>The accounts of its tenants; null if none are kept.</summary>
    public TenantBook? Tenants { get; init; }

    /// <summary>The account of its pipeline; null if that has no limit of its own.</summary>
    public SlabAccount? Pipeline { get; init; }

    public bool Admits(long bytes) => _budget.ChargedBytes + bytes <= _keeper.IngressLimitOf(Plan);

    /// <summary>How long until it admits so many bytes, at the rate at which memory is freed.</summary>
    public TimeSpan RetryAfter(long bytes) => _budget.RetryAfter(bytes, _keeper.IngressLimitOf(Plan));
}
