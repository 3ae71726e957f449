namespace HotPath.Components.Ottl.Patterns;

/// <summary>
/// A small number for each thread, in the order in which threads first ask. Beyond <see cref="Count"/>, threads share theirs.
/// </summary>
internal static class ThreadSlot
{
    /// <summary>How many numbers there are; a power of two.</summary>
    public const int Count = 64;

    private static int _last;

    [ThreadStatic]
    private static int _ofThread;

    /// <summary>The thread's own, from 0 on.</summary>
    public static int Current => (_ofThread != 0 ? _ofThread : _ofThread = Interlocked.Increment(ref _last)) & (Count - 1);
}
