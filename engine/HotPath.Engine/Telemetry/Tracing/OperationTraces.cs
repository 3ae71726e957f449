using System.Collections.Concurrent;

namespace HotPath.Engine.Telemetry.Tracing;

/// <summary>
/// Every kind of operation that is watched, for the page <c>tracez</c>. Kinds are of the configuration, so there are few; they outlive a
/// plan. Thread-safe.
/// </summary>
/// <param name="time">The clock of the samples.</param>
public sealed class OperationTraces(TimeProvider time)
{
    private readonly TimeProvider _time = time;
    private readonly ConcurrentDictionary<string, OperationTrace> _byName = new(StringComparer.Ordinal);
    private volatile bool _isWatched = true;

    /// <summary>False while nobody can look: then nothing is recorded. A reload may bring the page, or take it away.</summary>
    public bool IsWatched
    {
        get => _isWatched;
        set => _isWatched = value;
    }

    /// <summary>All, by name.</summary>
    public IReadOnlyList<OperationTrace> All => [.. _byName.Values.OrderBy(static trace => trace.Name, StringComparer.Ordinal)];

    /// <summary>The one of this name, made when it is first asked for.</summary>
    public OperationTrace For(string name) => _byName.GetOrAdd(name, static (name, all) => new OperationTrace(name, all._time, all), this);
}
