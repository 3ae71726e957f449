using HotPath.Core.Ring;

namespace HotPath.Core.Tests.Ring;

/// <summary>A stage that only checks what it is given. Its state is plain on purpose: two owners at once would corrupt it.</summary>
internal sealed class CountingStage(int producers, int capacity, int runLimit) : IThreadPoolWorkItem
{
    private readonly int[] _taken = new int[producers];
    private readonly Random _dawdle = new(0);
    private StageToken _token;
    private int _inside;
    private int _overlaps;
    private int _outOfOrder;

    public Ring<Item> Ring { get; } = new(capacity);

    /// <summary>Items taken, by producer; to be read when the stage is idle.</summary>
    public IReadOnlyList<int> Taken => _taken;

    /// <summary>How often a second owner was met.</summary>
    public int Overlaps => Volatile.Read(ref _overlaps);

    /// <summary>Items that did not follow their producer's one before: lost, doubled or overtaken.</summary>
    public int OutOfOrder => Volatile.Read(ref _outOfOrder);

    /// <summary>Publishes under a credit, and runs the stage if nobody does.</summary>
    public void Publish(Item item)
    {
        Ring.Publish(item);
        if (_token.Request())
        {
            Execute();
        }
    }

    /// <summary>Completes when nobody owns the stage. Called after every producer has ended, when no new owner can come.</summary>
    public async Task WhenIdleAsync()
    {
        while (!_token.IsIdle)
        {
            await Task.Yield();
        }
    }

    public void Execute()
    {
        do
        {
            if (!Pass())
            {
                // This run's share is done: the token goes on with the work item.
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
        }
        while (!_token.TryRelease());
    }

    /// <summary>Takes what there is; false at the run's limit.</summary>
    private bool Pass()
    {
        if (Interlocked.Exchange(ref _inside, 1) != 0)
        {
            Interlocked.Increment(ref _overlaps);
        }

        int left = runLimit;
        while (left > 0 && Ring.TryTake(out Item? item))
        {
            left--;
            if (item!.Number != _taken[item.Producer])
            {
                _outOfOrder++;
            }

            _taken[item.Producer]++;
        }

        // Between the last look and the release is where a request could get lost: stay there a little.
        Thread.SpinWait(_dawdle.Next(20));
        Interlocked.Exchange(ref _inside, 0);
        return left > 0;
    }
}
