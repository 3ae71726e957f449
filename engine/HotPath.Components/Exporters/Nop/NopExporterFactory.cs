using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Exporters.Nop;

/// <summary>Reads <c>nop</c> exporters, which have no keys.</summary>
public sealed class NopExporterFactory : IExporterFactory
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Types { get; } = ["nop"];

    /// <inheritdoc/>
    public ExporterPlan Read(ComponentId id, ConfigMap map)
    {
        map.Done();
        return new NopExporterPlan(id);
    }
}
