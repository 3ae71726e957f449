using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>Reads the settings of one type of receiver. Stateless.</summary>
public interface IReceiverFactory : IComponentFactory
{
    /// <summary>The type as users write it.</summary>
    string Type { get; }

    /// <summary>Reads and validates; every mistake goes to the map's errors, and a plan comes back all the same.</summary>
    ReceiverPlan Read(ComponentId id, ConfigMap map);
}
