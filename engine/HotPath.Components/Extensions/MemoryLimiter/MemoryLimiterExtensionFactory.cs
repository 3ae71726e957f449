using HotPath.Components.Processors.MemoryLimiter;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.MemoryLimiter;

/// <summary>
/// Reads a <c>memory_limiter</c> extension (collector/extension/memorylimiterextension): the processor's keys, as a gate of servers.
/// </summary>
public sealed class MemoryLimiterExtensionFactory : IExtensionFactory
{
    private readonly MemoryLimiterFactory _gates;

    /// <summary>Makes the factory.</summary>
    /// <param name="availableBytes">The memory that percentages are of: the cgroup's, else the machine's.</param>
    public MemoryLimiterExtensionFactory(Func<long> availableBytes) => _gates = new MemoryLimiterFactory(availableBytes);

    /// <inheritdoc/>
    public string Type => "memory_limiter";

    /// <inheritdoc/>
    public ExtensionPlan Read(ComponentId id, ConfigMap map) => new GateExtensionPlan(id, _gates.ReadGate(id, map));
}
