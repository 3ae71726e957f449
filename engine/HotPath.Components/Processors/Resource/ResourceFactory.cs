using HotPath.Components.Processors.Shared;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.Resource;

/// <summary>Reads the keys of a <c>resource</c> processor (collector-contrib/processor/resourceprocessor).</summary>
public sealed class ResourceFactory : IProcessorFactory
{
    /// <inheritdoc/>
    public string Type => "resource";

    /// <inheritdoc/>
    public ProcessorPlan Read(ComponentId id, ConfigMap map)
    {
        var plan = new ResourcePlan(id, ActionsReader.Read(map, "attributes"));
        map.Done();
        return plan;
    }
}
