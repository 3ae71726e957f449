using HotPath.Core.Memory;

namespace HotPath.Engine.Plan;

/// <summary>Every component this build has.</summary>
/// <param name="Receivers">The receivers' factories.</param>
/// <param name="Processors">The processors' factories.</param>
/// <param name="Exporters">The exporters' factories.</param>
public sealed record ComponentCatalogue(
    IReadOnlyList<IReceiverFactory> Receivers,
    IReadOnlyList<IProcessorFactory> Processors,
    IReadOnlyList<IExporterFactory> Exporters)
{
    /// <summary>The connectors' factories.</summary>
    public IReadOnlyList<IConnectorFactory> Connectors { get; init; } = [];

    /// <summary>The extensions' factories.</summary>
    public IReadOnlyList<IExtensionFactory> Extensions { get; init; } = [];

    /// <summary>What the process may use of the machine's memory, which limits are compared with.</summary>
    public Func<AvailableMemory> AvailableMemory { get; init; } = static () => HotPath.Core.Memory.AvailableMemory.Read();
}
