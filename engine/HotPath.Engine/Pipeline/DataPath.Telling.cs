using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Telemetry.Status;

namespace HotPath.Engine.Pipeline;

/// <content>What the path tells of itself, to pages. Thread-safe; read at the rate of probes.</content>
public sealed partial class DataPath
{
    /// <summary>Every way in, and whether it would take a request of its usual size now.</summary>
    public IReadOnlyList<IntakeReadiness> Readiness =>
        [
            .. _graph.Intakes.Select(static i =>
                new IntakeReadiness(i.Key.Receiver, i.Key.Signal, i.Key.Transport, i.Value.IsUsed, i.Value.WhyNot())),
        ];

    /// <summary>How an exporter is for one signal; null if no pipeline of that signal names it.</summary>
    public StatusEvent? StatusOf(ComponentId exporter, Signal signal)
    {
        Edge[] edges = [.. EdgesOf(exporter, signal)];
        return edges.Length == 0 ? null : edges[0].Exporter.StatusWith(edges.Sum(static e => e.Ledger.InFlight));
    }

    /// <summary>What an exporter holds for one signal; null if no pipeline of that signal names it.</summary>
    public ExporterFigures? FiguresOf(ComponentId exporter, Signal signal) => EdgesOf(exporter, signal).FirstOrDefault()?.Exporter.Figures;

    private IEnumerable<Edge> EdgesOf(ComponentId exporter, Signal signal) => _graph.Pipelines
        .Where(p => p.Plan.Signal == signal)
        .SelectMany(static p => p.FanOut.Edges)
        .Where(edge => edge.Exporter.Plan.Id == exporter);
}
