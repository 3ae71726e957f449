using HotPath.Core.Memory;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// How much of the memory budget each sending queue may hold: all together have <see cref="Percentage"/> of the soft limit, in equal
/// shares. A reload changes how many they are; those that are being emptied count until they are gone. Thread-safe.
/// </summary>
internal sealed class QueueShares(MemoryBudget budget)
{
    /// <summary>The part of the soft limit that all sending queues together may hold, in percent; the rest is for what arrives.</summary>
    public const int Percentage = 50;

    private int _queues;

    /// <summary>One queue's share now, in bytes.</summary>
    public long Bytes => budget.IngressLimitBytes / 100 * Percentage / Math.Max(1, Volatile.Read(ref _queues));

    /// <summary>There is one more.</summary>
    public void Add() => Interlocked.Increment(ref _queues);

    /// <summary>One is gone.</summary>
    public void Remove() => Interlocked.Decrement(ref _queues);
}
