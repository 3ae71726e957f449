using HotPath.Components.Ottl;
using HotPath.Components.Ottl.Runtime;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Fuzz.Running;
using HotPath.Testing;

namespace HotPath.Fuzz.Targets;

/// <summary>A request that statements run on, at its first rows; afterwards it must be a good request still, and nothing held.</summary>
internal sealed class OttlRequest(SlabPool slabs)
{
    private readonly RequestIndex _index = new();
    private readonly Overlay _overlay = new();
    private readonly OttlContext _context = new(new FakeClock());

    /// <summary>Runs statements one after the other.</summary>
    /// <returns>How many succeeded.</returns>
    public int Run(Signal signal, byte[] request, params IEnumerable<Func<OttlContext, bool>> statements)
    {
        if (!slabs.TryRent(request.Length, BudgetUse.Ingress, out Lease lease))
        {
            throw new BrokenInvariantException("no room");
        }

        request.CopyTo(lease.Writable);
        _index.Build(signal, lease, (IndexDepth)~0, slabs);
        _overlay.Begin(_index, slabs);
        _context.Begin(_overlay);
        Enter(signal);
        int succeeded = statements.Count(statement => statement(_context));
        _context.End();
        Invariant.Holds(_overlay.TryMaterialise(slabs, BudgetUse.Egress, out Lease written), "no room to write it");
        WalkResult walk = OtlpWalk.Check(signal, written.Bytes);
        written.Return();
        _overlay.Clear();
        _index.Clear();
        lease.Return();
        Invariant.Holds(walk.Fault == WireFault.None, $"what was edited is no good request: {walk}");
        Invariant.Holds(slabs.OutstandingLeases == 0, "a lease is still out");
        return succeeded;
    }

    /// <summary>The signal that a context is of; traces for those of all.</summary>
    public static Signal SignalOf(ContextKind context) => context switch
    {
        ContextKind.Metric or ContextKind.DataPoint => Signal.Metrics,
        ContextKind.Log => Signal.Logs,
        _ => Signal.Traces,
    };

    private void Enter(Signal signal)
    {
        _context.EnterResource(0);
        _context.EnterScope(0);
        if (signal == Signal.Metrics)
        {
            _context.EnterMetric(0);
        }

        _context.EnterItem(0);
        if (signal == Signal.Traces)
        {
            _context.EnterEvent(0);
        }
    }
}
