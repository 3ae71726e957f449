using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace HotPath.Engine.Telemetry;

/// <summary>Counts by reason. Reasons are constants of the code, so there are few. Thread-safe.</summary>
public sealed class ReasonCounts
{
    private readonly ConcurrentDictionary<string, StrongBox<long>> _counts = new(StringComparer.Ordinal);

    /// <summary>Every reason seen so far with its count.</summary>
    public IEnumerable<KeyValuePair<string, long>> All =>
        _counts.Select(pair => KeyValuePair.Create(pair.Key, Volatile.Read(ref pair.Value.Value)));

    /// <summary>The count of one reason; 0 if it was never seen.</summary>
    public long this[string reason] => _counts.TryGetValue(reason, out StrongBox<long>? box) ? Volatile.Read(ref box.Value) : 0;

    /// <summary>The sum over all reasons.</summary>
    public long Total => _counts.Values.Sum(box => Volatile.Read(ref box.Value));

    /// <summary>Adds to a reason's count.</summary>
    public void Add(string reason, long count) =>
        Interlocked.Add(ref _counts.GetOrAdd(reason, static _ => new StrongBox<long>()).Value, count);
}
