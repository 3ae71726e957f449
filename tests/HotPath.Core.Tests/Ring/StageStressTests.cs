using HotPath.Core.Ring;
using HotPath.Testing;

namespace HotPath.Core.Tests.Ring;

/// <summary>
/// Ring and token together, as a stage uses them: many producers, the one that finds the stage idle runs it. Every item must be
/// taken exactly once, in its producer's order, by one owner at a time, and nothing may be left behind when the producers end.
/// Every wait is without a timeout, so a lost wake-up or a lost request leaves the test short of its count.
/// </summary>
public sealed class StageStressTests
{
    /// <summary>For all the work of a test, which a busy machine may take long for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(2, 1, 60_000)]
    [InlineData(4, 2, 40_000)]
    [InlineData(8, 64, 40_000)]
    public async Task ManyProducers_OnARing_LoseNothingAndShareTheStageOneAtATime(int producers, int capacity, int itemsEach)
    {
        var stage = new CountingStage(producers, capacity, runLimit: 16);

        IEnumerable<Task> producing = Enumerable.Range(0, producers).Select(
            producer => Task.Run(() => ProduceAsync(stage, producer, itemsEach)));
        await EndAsync(Task.WhenAll(producing), stage);

        // Each producer returned after its last request, so whoever still runs sees all of it; then the stage is idle.
        await EndAsync(stage.WhenIdleAsync(), stage);
        stage.Overlaps.ShouldBe(0);
        stage.OutOfOrder.ShouldBe(0);
        stage.Taken.ShouldBe(Enumerable.Repeat(itemsEach, producers));
        stage.Ring.Count.ShouldBe(0);
        for (int i = 0; i < capacity; i++)
        {
            stage.Ring.TryAcquireCredit().ShouldBeTrue("every credit came back");
        }

        stage.Ring.TryAcquireCredit().ShouldBeFalse();
    }

    [Fact]
    public async Task AllOrNothing_OverTwoFullRings_PublishesToBothOrNeither()
    {
        const int Producers = 6;
        const int Items = 10_000;
        CountingStage[] stages = [new(Producers, capacity: 1, runLimit: 4), new(Producers, capacity: 2, runLimit: 4)];

        IEnumerable<Task> producing = Enumerable.Range(0, Producers).Select(producer => Task.Run(async () =>
        {
            for (int i = 0; i < Items; i++)
            {
                await AcquireAllAsync(stages);
                var item = new Item(producer, i);
                Array.ForEach(stages, stage => stage.Publish(item));
            }
        }));
        await EndAsync(Task.WhenAll(producing), stages);

        foreach (CountingStage stage in stages)
        {
            await EndAsync(stage.WhenIdleAsync(), stage);
            stage.OutOfOrder.ShouldBe(0);
            stage.Taken.ShouldBe(Enumerable.Repeat(Items, Producers));
        }
    }

    [Fact]
    public async Task Waiters_TimingOutWhileSlotsFree_LoseNoWakeUp()
    {
        var clock = new FakeClock();
        var ring = new Ring<string>(1);
        int woken = 0;
        for (int i = 0; i < 3000; i++)
        {
            ring.TryAcquireCredit().ShouldBeTrue();
            Task<bool> mayTimeOut = ring.WaitForCreditAsync(TimeSpan.FromSeconds(1), clock, CancellationToken.None).AsTask();
            Task<bool> stays = ring.WaitForCreditAsync(Timeout.InfiniteTimeSpan, clock, CancellationToken.None).AsTask();

            // The timeout and the freed slot race for the first waiter. Whoever loses it, the slot wakes somebody.
            await Task.WhenAll(Task.Run(() => clock.Advance(TimeSpan.FromSeconds(1))), Task.Run(ring.ReleaseCredit));
            if (await mayTimeOut.WaitAsync(Patience))
            {
                woken++;
                ring.TryAcquireCredit().ShouldBeTrue();
                ring.ReleaseCredit();
            }

            (await stays.WaitAsync(Patience)).ShouldBeTrue();
        }

        woken.ShouldBeInRange(0, 3000);
        clock.ArmedTimers.ShouldBe(0);
    }

    private static async Task EndAsync(Task work, params CountingStage[] stages)
    {
        try
        {
            await work.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            IEnumerable<string> found = stages.Select(static s => $"{string.Join(' ', s.Taken)} were taken, {s.Ring.Count} wait");
            throw new TimeoutException($"not done within {Patience}: {string.Join("; ", found)}");
        }
    }

    private static async Task ProduceAsync(CountingStage stage, int producer, int items)
    {
        for (int i = 0; i < items; i++)
        {
            while (!stage.Ring.TryAcquireCredit())
            {
                await stage.Ring.WaitForCreditAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
            }

            stage.Publish(new Item(producer, i));
        }
    }

    /// <summary>Who was woken by a ring tries that ring first, as <see cref="Ring{T}.WaitForCreditAsync"/> asks.</summary>
    private static async Task AcquireAllAsync(CountingStage[] stages)
    {
        int first = 0;
        while (true)
        {
            int taken = 0;
            while (taken < stages.Length && stages[(first + taken) % stages.Length].Ring.TryAcquireCredit())
            {
                taken++;
            }

            if (taken == stages.Length)
            {
                return;
            }

            for (int i = 0; i < taken; i++)
            {
                stages[(first + i) % stages.Length].Ring.ReleaseCredit();
            }

            first = (first + taken) % stages.Length;
            await stages[first].Ring.WaitForCreditAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
        }
    }
}
