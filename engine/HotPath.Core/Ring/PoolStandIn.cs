namespace HotPath.Core.Ring;

/// <summary>
/// A context that takes the thread pool's place for all that begins under it: a simulation's, which decides by a seed what runs next.
/// Where none
/// is current, which is always so in the gateway, work goes to the pool as ever; other contexts, such as a test runner's, are not asked.
/// Asked
/// only where work changes threads, never for an item or a request.
/// </summary>
public abstract class PoolStandIn : SynchronizationContext
{
    /// <summary>True if such a context is current: what is awaited must come back to it.</summary>
    public static bool IsCurrent => Current is PoolStandIn;

    /// <summary>Runs work on another thread, some time.</summary>
    public static void Queue(IThreadPoolWorkItem work)
    {
        if (Current is PoolStandIn instead)
        {
            instead.Post(static item => ((IThreadPoolWorkItem)item!).Execute(), work);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
        }
    }

    /// <summary>Begins work on another thread; the task ends when the work does.</summary>
    public static Task Run(Func<Task> work) => IsCurrent ? RunLaterAsync(work) : Task.Run(work);

    private static async Task RunLaterAsync(Func<Task> work)
    {
        await Task.Yield();
        await work();
    }
}
