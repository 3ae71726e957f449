using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>Reads the settings of one type of extension. Stateless.</summary>
public interface IExtensionFactory : IComponentFactory
{
    /// <summary>The type as users write it.</summary>
    string Type { get; }

    /// <summary>Reads and validates; every mistake goes to the map's errors, and a plan comes back all the same.</summary>
    ExtensionPlan Read(ComponentId id, ConfigMap map);
}
