using HotPath.Core;
using HotPath.Engine.Config;

namespace HotPath.Engine.Telemetry;

/// <summary>
/// Every ledger that the process ever had, each once, by name: what a reload takes away and another brings back counts on. Thread-safe.
/// </summary>
internal sealed class LedgerBook
{
    private readonly Lock _lock = new();
    private readonly List<ReceiverLedger> _receivers = [];
    private readonly List<PipelineLedger> _pipelines = [];
    private readonly List<EdgeLedger> _edges = [];
    private readonly List<OutLedger> _outs = [];

    /// <summary>All of them, as they are now; their counts stay live.</summary>
    public Ledger Snapshot()
    {
        lock (_lock)
        {
            return new Ledger([.. _receivers], [.. _pipelines], [.. _edges]) { Outs = [.. _outs] };
        }
    }

    /// <summary>The ledger of a receiver, signal and transport.</summary>
    public ReceiverLedger Receiver(string receiver, string signal, string transport) => FindOrAdd(
        _receivers,
        r => r.Receiver == receiver && r.Signal == signal && r.Transport == transport,
        () => new ReceiverLedger(receiver, signal, transport));

    /// <summary>The ledger of a pipeline.</summary>
    public PipelineLedger Pipeline(string pipeline) =>
        FindOrAdd(_pipelines, p => p.Pipeline == pipeline, () => new PipelineLedger(pipeline));

    /// <summary>The ledger of an edge.</summary>
    public EdgeLedger Edge(string pipeline, string exporter) => FindOrAdd(
        _edges, e => e.Pipeline == pipeline && e.Exporter == exporter, () => new EdgeLedger(pipeline, exporter));

    /// <summary>The ledgers of all edges to an exporter from pipelines of one signal. A pipeline's type is its signal.</summary>
    public IReadOnlyList<EdgeLedger> EdgesOf(ComponentId exporter, Signal signal)
    {
        (string id, string type) = (exporter.ToString(), SignalNames.Of(signal));
        lock (_lock)
        {
            return [.. _edges.Where(e => e.Exporter == id && ComponentId.Parse(e.Pipeline).Type == type)];
        }
    }

    /// <summary>The ledger of a pipeline's end with these edges.</summary>
    public OutLedger Out(PipelineLedger pipeline, IReadOnlyList<EdgeLedger> edges) => FindOrAdd(
        _outs,
        o => o.Pipeline == pipeline && o.Edges.Count == edges.Count && edges.All(o.Edges.Contains),
        () => new OutLedger(pipeline, edges));

    private T FindOrAdd<T>(List<T> ledgers, Predicate<T> isIt, Func<T> make)
        where T : class
    {
        lock (_lock)
        {
            T? found = ledgers.Find(isIt);
            if (found is null)
            {
                ledgers.Add(found = make());
            }

            return found;
        }
    }
}
