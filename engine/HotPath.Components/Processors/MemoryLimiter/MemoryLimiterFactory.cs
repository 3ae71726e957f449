using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.MemoryLimiter;

/// <summary>Reads the keys of a <c>memory_limiter</c> processor (collector/internal/memorylimiter/config.go) into a gate.</summary>
public sealed class MemoryLimiterFactory : IProcessorFactory
{
    private const long BytesPerMib = 1024 * 1024;

    /// <summary>The share of the limit that is the spike when the file names none.</summary>
    public const int DefaultSpikePercentage = 20;

    private readonly Func<long> _availableBytes;

    /// <summary>Makes the factory.</summary>
    /// <param name="availableBytes">The memory that percentages are of: the cgroup's, else the machine's.</param>
    public MemoryLimiterFactory(Func<long> availableBytes) => _availableBytes = availableBytes;

    /// <inheritdoc/>
    public string Type => "memory_limiter";

    /// <inheritdoc/>
    public ProcessorPlan Read(ComponentId id, ConfigMap map)
    {
        AccountsConfig accounts = AccountsConfig.Read(map.Map("hotpath"));
        return ReadGate(id, map) with { Tenants = accounts.Tenants, PipelineLimitBytes = accounts.PipelineLimitBytes };
    }

    /// <summary>The same as a gate: the extension of this name has the same keys, but for <c>hotpath</c>.</summary>
    internal GatePlan ReadGate(ComponentId id, ConfigMap map)
    {
        TimeSpan interval = ReadInterval(map);
        long limit = ReadLimit(map);
        long spike = ReadSpike(map, limit);
        CollectPlan collect = ReadCollect(map);
        map.Done();
        return new GatePlan(id, limit, spike, interval, collect);
    }

    private static TimeSpan ReadInterval(ConfigMap map)
    {
        TimeSpan interval = map.Duration("check_interval", TimeSpan.Zero);
        if (interval <= TimeSpan.Zero)
        {
            map.Error("check_interval", "check_interval must be greater than zero; 1s is what the Collector recommends");
            return TimeSpan.FromSeconds(1);
        }

        return interval;
    }

    /// <summary><c>limit_mib</c> wins over <c>limit_percentage</c>; one must be set.</summary>
    private long ReadLimit(ConfigMap map)
    {
        long mib = map.Integer("limit_mib", 0, 0, uint.MaxValue);
        long percentage = map.Integer("limit_percentage", 0, 0, 100);
        if (mib == 0 && percentage == 0)
        {
            map.Error(
                "limit_mib", "limit_mib or limit_percentage must be greater than zero: the most resident memory this process may use");
            return 0;
        }

        return mib > 0 ? mib * BytesPerMib : _availableBytes() / 100 * percentage;
    }

    private long ReadSpike(ConfigMap map, long limit)
    {
        long mib = map.Integer("spike_limit_mib", 0, 0, uint.MaxValue);
        long percentage = map.Integer("spike_limit_percentage", 0, 0, 100);
        bool byMib = map.Integer("limit_mib", 0, 0, uint.MaxValue) > 0;
        long spike = byMib ? mib * BytesPerMib : _availableBytes() / 100 * percentage;
        if (spike == 0)
        {
            return limit * DefaultSpikePercentage / 100;
        }

        if (spike < limit || limit == 0)
        {
            return spike;
        }

        RefuseSpike(map, byMib);
        return limit * DefaultSpikePercentage / 100;
    }

    private static void RefuseSpike(ConfigMap map, bool byMib)
    {
        string limitKey = byMib ? "limit_mib" : "limit_percentage";
        string spikeKey = byMib ? "spike_limit_mib" : "spike_limit_percentage";
        map.Error(
            spikeKey,
            $"{spikeKey} ({map.Integer(spikeKey, 0)}) must be below {limitKey} "
            + $"({map.Integer(limitKey, 0)}, at {map.PositionOf(limitKey)}): "
            + $"{limitKey} is the hard limit; refusals begin at {limitKey} - {spikeKey}. "
            + $"Lower {spikeKey}, or leave it out for {DefaultSpikePercentage} % of the limit");
    }

    private static CollectPlan ReadCollect(ConfigMap map)
    {
        CollectPlan standard = CollectPlan.Default;
        var plan = new CollectPlan(
            map.Duration("min_gc_interval_when_soft_limited", standard.MinSoft),
            map.Duration("min_gc_interval_when_hard_limited", standard.MinHard),
            map.Duration("max_gc_interval_when_soft_limited", standard.MaxSoft),
            map.Duration("max_gc_interval_when_hard_limited", standard.MaxHard));
        if (plan.MinSoft < plan.MinHard)
        {
            map.Error(
                "min_gc_interval_when_soft_limited",
                "min_gc_interval_when_soft_limited must not be below min_gc_interval_when_hard_limited: collecting is more urgent above "
                + "the hard limit");
        }

        return plan;
    }
}
