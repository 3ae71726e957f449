using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Connectors.Forward;

/// <summary>Reads a <c>forward</c> connector (collector/connector/forwardconnector), which has no keys.</summary>
public sealed class ForwardFactory : IConnectorFactory
{
    /// <inheritdoc/>
    public string Type => "forward";

    /// <inheritdoc/>
    public ConnectorPlan Read(ComponentId id, ConfigMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        map.Done();
        return new ForwardPlan(id);
    }
}
