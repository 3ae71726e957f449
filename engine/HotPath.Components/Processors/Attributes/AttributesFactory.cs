using HotPath.Components.Processors.Shared;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.Attributes;

/// <summary>Reads the keys of an <c>attributes</c> processor (collector-contrib/processor/attributesprocessor).</summary>
public sealed class AttributesFactory : IProcessorFactory
{
    /// <inheritdoc/>
    public string Type => "attributes";

    /// <inheritdoc/>
    public ProcessorPlan Read(ComponentId id, ConfigMap map)
    {
        IReadOnlyList<AttributeAction> actions = ActionsReader.Read(map, "actions");
        var plan = new AttributesPlan(id, actions, ItemMatchReader.Read(map, "include"), ItemMatchReader.Read(map, "exclude"))
        {
            Included = ItemMatchReader.Written(map, "include"),
            Excluded = ItemMatchReader.Written(map, "exclude"),
        };
        map.Done();
        return plan;
    }
}
