using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace HotPath.Engine.Telemetry;

/// <summary>
/// Counts by reason and by who sent it, of which there may be any number: the first so many are told apart, all further ones share one
/// name. Thread-safe.
/// </summary>
public sealed class SourceCounts
{
    /// <summary>Pairs of reason and source that are told apart.</summary>
    public const int MostPairs = 64;

    /// <summary>What all others count under.</summary>
    public const string Others = "(others)";

    /// <summary>What counts that has no name.</summary>
    public const string Nameless = "(unknown)";

    private readonly ConcurrentDictionary<(string Reason, string Source), StrongBox<long>> _counts = new();

    /// <summary>Every pair seen so far with its count.</summary>
    public IEnumerable<(string Reason, string Source, long Count)> All =>
        _counts.Select(static pair => (pair.Key.Reason, pair.Key.Source, Volatile.Read(ref pair.Value.Value)));

    /// <summary>Adds to a pair's count; a source of null is <see cref="Nameless"/>.</summary>
    public void Add(string reason, string? source, long count)
    {
        source ??= Nameless;
        if (!_counts.ContainsKey((reason, source)) && _counts.Count >= MostPairs)
        {
            source = Others;
        }

        Interlocked.Add(ref _counts.GetOrAdd((reason, source), static _ => new StrongBox<long>()).Value, count);
    }
}
