using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>
/// What connectors promise to the whole: each use as an exporter has one as a receiver in a pipeline of the same signal, and the other way
/// round; and no pipeline feeds itself, however far about.
/// </summary>
internal sealed class ConnectorChecks
{
    private readonly IReadOnlyList<PipelinePlan> _pipelines;
    private readonly ConfigNode _service;
    private readonly ConfigErrors _errors;

    public ConnectorChecks(IReadOnlyList<PipelinePlan> pipelines, ConfigNode service, ConfigErrors errors)
    {
        _pipelines = pipelines;
        _service = service;
        _errors = errors;
    }

    public void Run()
    {
        foreach (PipelinePlan pipeline in _pipelines)
        {
            string signal = pipeline.Id.Type;
            foreach (ComponentId id in pipeline.ConnectorsOut.Where(id => !Others(pipeline).Any(p => p.ConnectorsIn.Contains(id))))
            {
                Fault(
                    pipeline,
                    "exporters",
                    id,
                    $"the connector '{id}' is an exporter of this {signal} pipeline, and no {signal} pipeline has it as a receiver: "
                    + "name it under some pipeline's receivers");
            }

            foreach (ComponentId id in pipeline.ConnectorsIn.Where(id => !Others(pipeline).Any(p => p.ConnectorsOut.Contains(id))))
            {
                Fault(
                    pipeline,
                    "receivers",
                    id,
                    $"the connector '{id}' is a receiver of this {signal} pipeline, and no {signal} pipeline has it as an exporter: "
                    + "name it under some pipeline's exporters");
            }
        }

        RefuseLoops();
    }

    private IEnumerable<PipelinePlan> Others(PipelinePlan pipeline) => _pipelines.Where(p => p.Signal == pipeline.Signal);

    /// <summary>Each loop is named once, from the first of its pipelines in the file's order.</summary>
    private void RefuseLoops()
    {
        var named = new HashSet<ComponentId>();
        foreach (PipelinePlan start in _pipelines)
        {
            if (!named.Contains(start.Id) && Loop(start, start, []) is { } loop)
            {
                named.UnionWith(loop.Select(step => step.Pipeline.Id));
                string way = string.Concat(loop.Select(step => $"{step.Pipeline.Id} → {step.Connector} → "));
                Fault(
                    start,
                    "exporters",
                    loop[0].Connector,
                    $"these pipelines feed each other in a loop: {way}{start.Id}; take one of the connectors out of it");
            }
        }
    }

    /// <summary>A way from a pipeline back to <paramref name="start"/>, or null. Depth first; a pipeline is visited once.</summary>
    private List<(PipelinePlan Pipeline, ComponentId Connector)>? Loop(PipelinePlan start, PipelinePlan from, HashSet<ComponentId> visited)
    {
        if (!visited.Add(from.Id))
        {
            return null;
        }

        foreach (ComponentId connector in from.ConnectorsOut)
        {
            foreach (PipelinePlan next in Others(from).Where(p => p.ConnectorsIn.Contains(connector)))
            {
                if (next.Id == start.Id)
                {
                    return [(from, connector)];
                }

                if (Loop(start, next, visited) is { } rest)
                {
                    return [(from, connector), .. rest];
                }
            }
        }

        return null;
    }

    private void Fault(PipelinePlan pipeline, string key, ComponentId id, string message)
    {
        ConfigNode? list = _service["pipelines"]?[pipeline.Id.ToString()]?[key];
        ConfigNode at = list?.Items.FirstOrDefault(item => ComponentId.Parse(item.Text ?? "") == id) ?? list ?? _service;
        _errors.Add(at.Position, at.Path, message);
    }
}
