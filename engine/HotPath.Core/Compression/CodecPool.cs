namespace HotPath.Core.Compression;

/// <summary>
/// Keeps a few idle decoders or encoders, one for each processor: no more than that are at work at once, since a message is compressed
/// in one go. Thread-safe; neither allocates nor locks.
/// </summary>
internal sealed class CodecPool<T>
    where T : class
{
    private readonly T?[] _idle = new T?[Math.Max(1, Environment.ProcessorCount)];

    /// <summary>An idle one, or null.</summary>
    public T? TryTake()
    {
        for (int i = 0; i < _idle.Length; i++)
        {
            if (Volatile.Read(ref _idle[i]) is not null && Interlocked.Exchange(ref _idle[i], null) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Keeps one for later; false if there are enough.</summary>
    public bool TryKeep(T item)
    {
        for (int i = 0; i < _idle.Length; i++)
        {
            if (Volatile.Read(ref _idle[i]) is null && Interlocked.CompareExchange(ref _idle[i], item, null) is null)
            {
                return true;
            }
        }

        return false;
    }
}
