using HotPath.Core;
using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>Reads the settings of one type of connector. Stateless.</summary>
public interface IConnectorFactory : IComponentFactory
{
    /// <summary>The type as users write it.</summary>
    string Type { get; }

    /// <summary>Reads and validates; every mistake goes to the map's errors, and a plan comes back all the same.</summary>
    ConnectorPlan Read(ComponentId id, ConfigMap map);

    /// <summary>How far it may be relied on from one signal to another; null where it makes none of the one from the other.</summary>
    ComponentStability? StabilityOf(Signal from, Signal into) => from == into ? StabilityOf(from) : null;
}
