using System.Collections.Concurrent;

namespace HotPath.Engine.Telemetry.Tracing;

/// <summary>
/// Every kind of operation that is watched, for the page <c>tracez</c>. Kinds are of the configuration, so there are few; they outlive a
/// plan. Thread-safe.
/// </summary>
/// <param name="time">The clock of the samples.</param>
public sealed class OperationTraces(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, OperationTrace> _byName = new(StringComparer.Ordinal);

    /// <summary>All, by name.</summary>
    public IReadOnlyList<OperationTrace> All => [.. _byName.Values.OrderBy(static trace => trace.Name, StringComparer.Ordinal)];

    /// <summary>The one of this name, made when it is first asked for.</summary>
    public OperationTrace For(string name) => _byName.GetOrAdd(name, static (name, time) => new OperationTrace(name, time), time);
}
