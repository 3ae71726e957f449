namespace HotPath.Testing;

/// <summary>Counts what code allocates on this thread's heap.</summary>
public static class Allocations
{
    private const int Rounds = 4;

    /// <summary>
    /// Bytes allocated by so many calls, after as many calls to warm up: the least of some rounds, since a collection that another thread
    /// asks for counts what was left of this thread's room (8 KiB at most) as allocated.
    /// </summary>
    public static long Of(int calls, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        Repeat(calls, action);
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Repeat(calls, action);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static void Repeat(int calls, Action action)
    {
        for (int i = 0; i < calls; i++)
        {
            action();
        }
    }
}
