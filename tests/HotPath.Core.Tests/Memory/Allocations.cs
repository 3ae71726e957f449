namespace HotPath.Core.Tests.Memory;

/// <summary>Counts what code allocates on this thread's heap.</summary>
internal static class Allocations
{
    /// <summary>Bytes allocated by so many calls, after as many calls to warm up.</summary>
    public static long Of(int calls, Action action)
    {
        Repeat(calls, action);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(calls, action);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Repeat(int calls, Action action)
    {
        for (int i = 0; i < calls; i++)
        {
            action();
        }
    }
}
