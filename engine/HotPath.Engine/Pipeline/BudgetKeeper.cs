using HotPath.Core.Memory;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// Keeps the promise that <c>limit_mib</c> is resident memory. Every <c>check_interval</c> it measures the baseline (what is resident
/// besides the slabs: runtime, managed heap, connection buffers) and takes it off the budget; it trims the slab pool; and while memory is
/// short it has the managed heap collected, no oftener than the gate's intervals allow.
/// </summary>
/// <remarks>
/// The baseline used is the highest of the last <see cref="BaselineWindow"/> measurements plus <see cref="BaselineMarginBytes"/>: the
/// heap's saw-tooth is seen at its top, and what grows between two measurements is covered.
/// </remarks>
internal sealed class BudgetKeeper : IDisposable
{
    /// <summary>Measurements the baseline is the maximum of.</summary>
    public const int BaselineWindow = 30;

    /// <summary>Added to the baseline, at most: growth between two measurements (1/16 of the limit if that is less).</summary>
    public const long BaselineMarginBytes = 16L * 1024 * 1024;

    /// <summary>
    /// However large the baseline, this share of the limit stays for slabs, so that a gateway near its limit is slow and not dead.
    /// </summary>
    public const int LeastSlabShare = 8;

    private readonly MemoryBudget _budget;
    private readonly SlabPool _slabs;
    private readonly Func<long> _residentBytes;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly long[] _samples = new long[BaselineWindow];
    private readonly ITimer _timer;
    private volatile GatePlan _widest;
    private volatile HeapCollector _collector;
    private int _next;
    private long _baselineBytes;
    private bool _limiting;

    public BudgetKeeper(MemoryBudget budget, SlabPool slabs, GatePlan widest, Func<long> residentBytes, TimeProvider time, ILogger log)
    {
        _budget = budget;
        _slabs = slabs;
        _widest = widest;
        _residentBytes = residentBytes;
        _log = log;
        _time = time;
        _collector = NewCollector(widest);
        Measure();
        _timer = time.CreateTimer(static keeper => ((BudgetKeeper)keeper!).Tick(), this, widest.CheckInterval, widest.CheckInterval);
    }

    /// <summary>Bytes that are resident besides the slabs, as last measured, with the margin.</summary>
    public long BaselineBytes => Volatile.Read(ref _baselineBytes);

    /// <summary>Measures the baseline and sets the budget's limits by it.</summary>
    public void Measure()
    {
        long besides = Math.Max(0, _residentBytes() - _budget.ChargedBytes - _slabs.RetainedBytes);
        lock (_samples)
        {
            _samples[_next++ % BaselineWindow] = besides;
            Apply(_widest);
        }
    }

    /// <summary>
    /// The slab bytes that a gate lets in: its soft limit less the baseline; a quarter of what its hard limit leaves if the baseline has
    /// eaten the rest.
    /// </summary>
    public long IngressLimitOf(GatePlan gate)
    {
        long baseline = BaselineBytes;
        return Math.Max(gate.SoftLimitBytes - baseline, Math.Max(0, gate.LimitBytes - baseline) / 4);
    }

    /// <summary>Sets the budget's limits by a gate and what was measured lately.</summary>
    private void Apply(GatePlan widest)
    {
        long most = widest.LimitBytes - (widest.LimitBytes / LeastSlabShare);
        long baseline = Math.Min(_samples.Max() + Math.Min(BaselineMarginBytes, widest.LimitBytes / 16), most);
        Volatile.Write(ref _baselineBytes, baseline);
        _budget.SetLimits(widest.LimitBytes - baseline, IngressLimitOf(widest));
    }

    /// <summary>Takes another gate for the widest, as a reload does: its limits hold from here.</summary>
    public void Use(GatePlan widest)
    {
        if (widest == _widest)
        {
            return;
        }

        _collector = NewCollector(widest);
        _widest = widest;
        _timer.Change(widest.CheckInterval, widest.CheckInterval);
        lock (_samples)
        {
            Apply(widest);
        }
    }

    public void Dispose() => _timer.Dispose();

    private HeapCollector NewCollector(GatePlan widest) =>
        new(widest.Collect, _time, static () => GC.Collect(), static () => GC.GetTotalMemory(forceFullCollection: false));

    private void Tick()
    {
        _slabs.Trim();
        Measure();
        long resident = _residentBytes();
        bool soft = resident > _widest.SoftLimitBytes;
        bool hard = resident > _widest.LimitBytes;
        _collector.Consider(soft, hard);
        SayIfChanged(soft, resident);
    }

    private void SayIfChanged(bool limiting, long resident)
    {
        if (limiting == _limiting)
        {
            return;
        }

        _limiting = limiting;
        long mib = resident / (1024 * 1024);
        if (limiting)
        {
            _log.Warn(
                "Memory usage is above soft limit. Refusing data.", ("cur_mem_mib", mib),
                ("soft_limit_mib", _widest.SoftLimitBytes / (1024 * 1024)));
        }
        else
        {
            _log.Info("Memory usage back within limits. Resuming normal operation.", ("cur_mem_mib", mib));
        }
    }
}
