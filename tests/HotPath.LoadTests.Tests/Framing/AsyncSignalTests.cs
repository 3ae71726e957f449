using HotPath.LoadTests.Framing;

namespace HotPath.LoadTests.Tests.Framing;

public sealed class AsyncSignalTests
{
    private readonly AsyncSignal _signal = new();

    [Fact]
    public void Wait_AfterSet_DoesNotWaitAndUsesItUp()
    {
        _signal.Set();
        _signal.Set();

        _signal.WaitAsync().AsTask().IsCompleted.ShouldBeTrue();
        _signal.WaitAsync().AsTask().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Wait_BeforeSet_IsWokenEachTime()
    {
        for (int i = 0; i < 3; i++)
        {
            Task waiting = _signal.WaitAsync().AsTask();
            waiting.IsCompleted.ShouldBeFalse();
            _signal.Set();
            await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    [Fact]
    public async Task Waiter_UnderManySetters_MissesNoLastSet()
    {
        int wanted = 0;
        int seen = 0;
        Task waiting = Task.Run(async () =>
        {
            while (Volatile.Read(ref seen) < 40_000)
            {
                await _signal.WaitAsync();
                Volatile.Write(ref seen, Volatile.Read(ref wanted));
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                Interlocked.Increment(ref wanted);
                _signal.Set();
            }
        })));
        await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromSeconds(60)));

        seen.ShouldBe(40_000);
    }
}
