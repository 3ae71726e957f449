using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>Reads the settings of one type of exporter. Stateless.</summary>
public interface IExporterFactory : IComponentFactory
{
    /// <summary>The type's names as users write them: the present one first, then its aliases.</summary>
    IReadOnlyList<string> Types { get; }

    /// <summary>Reads and validates; every mistake goes to the map's errors, and a plan comes back all the same.</summary>
    ExporterPlan Read(ComponentId id, ConfigMap map);
}
