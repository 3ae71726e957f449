using HotPath.Core.Index;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.GroupByAttrs;

/// <summary>Reads the keys of a <c>groupbyattrs</c> processor (collector-contrib/processor/groupbyattrsprocessor).</summary>
public sealed class GroupByAttrsFactory : IProcessorFactory
{
    /// <inheritdoc/>
    public string Type => "groupbyattrs";

    /// <inheritdoc/>
    public ProcessorPlan Read(ComponentId id, ConfigMap map)
    {
        var keys = new List<string>();
        foreach (string key in map.Texts("keys"))
        {
            if (key.Length == 0)
            {
                map.Warn("keys", "an empty key has no effect; remove it");
            }
            else if (keys.Contains(key))
            {
                map.Warn("keys", $"'{key}' is there twice; remove one");
            }
            else
            {
                keys.Add(key);
            }
        }

        map.Done();
        return new GroupByAttrsPlan(id, [.. keys.Select(key => new AttributeKey(key))]);
    }
}
