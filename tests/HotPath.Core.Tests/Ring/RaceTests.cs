using HotPath.Core.Ring;

namespace HotPath.Core.Tests.Ring;

/// <summary>The edges where a wake-up, a request or a slot could be lost, each raced many times.</summary>
public sealed class RaceTests
{
    private const int Rounds = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task TwoProducers_OnAnIdleStage_LeaveNothingBehind()
    {
        var stage = new CountingStage(producers: 2, capacity: 4, runLimit: 100);
        int round = 0;

        await Lockstep.RunAsync(Rounds, [() => Send(0), () => Send(1)], () =>
        {
            round++;
            stage.Ring.Count.ShouldBe(0);
            stage.Taken.ShouldBe([round, round]);
            stage.Overlaps.ShouldBe(0);
        });

        void Send(int producer)
        {
            stage.Ring.TryAcquireCredit().ShouldBeTrue();
            stage.Publish(new Item(producer, round));
        }
    }

    [Fact]
    public async Task AThirdProducer_OnAStageWithARequestPending_IsSeenToo()
    {
        var stage = new CountingStage(producers: 3, capacity: 4, runLimit: 100);
        int round = 0;

        await Lockstep.RunAsync(Rounds, [() => Send(0), () => Send(1), () => Send(2)], () =>
        {
            round++;
            stage.Taken.ShouldBe([round, round, round]);
        });

        void Send(int producer)
        {
            stage.Ring.TryAcquireCredit().ShouldBeTrue();
            stage.Publish(new Item(producer, round));
        }
    }

    [Fact]
    public async Task AWaiter_ThatJoinsWhileTheSlotFrees_IsWoken()
    {
        var ring = new Ring<string>(1);
        ring.TryAcquireCredit();
        Task<bool>? wait = null;

        await Lockstep.RunAsync(
            Rounds,
            [ring.ReleaseCredit, () => wait = WaitAsync(ring)],
            () =>
            {
                // Woken through the thread pool, so a moment later; asleep, never.
                wait!.Wait(Patience).ShouldBeTrue("the waiter sleeps beside a free credit");
                ring.TryAcquireCredit().ShouldBeTrue();
            });
    }

    [Fact]
    public async Task TwoWaiters_RacingTwoTakes_AreBothWoken()
    {
        var ring = new Ring<string>(2);
        Fill(ring);
        var waits = new Task<bool>[2];

        await Lockstep.RunAsync(
            Rounds,
            [
                () =>
                {
                    ring.TryTake(out _).ShouldBeTrue();
                    ring.TryTake(out _).ShouldBeTrue();
                },
                () => waits[0] = WaitAsync(ring),
                () => waits[1] = WaitAsync(ring),
            ],
            () =>
            {
                foreach (Task<bool> wait in waits)
                {
                    wait.Wait(Patience).ShouldBeTrue("the waiter sleeps beside a free credit");
                }

                Fill(ring);
            });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task AProducer_AtTheHeelsOfTheConsumer_NeverMeetsATakenSlot(int capacity)
    {
        const int Tries = 200;
        var ring = new Ring<string>(capacity);
        Fill(ring);

        await Lockstep.RunAsync(
            Rounds,
            [
                () => ring.TryTake(out _).ShouldBeTrue(),
                () =>
                {
                    for (int i = 0; i < Tries; i++)
                    {
                        if (ring.TryAcquireCredit())
                        {
                            ring.Publish("x");
                            return;
                        }
                    }
                },
            ],
            () =>
            {
                Fill(ring);
                ring.Count.ShouldBe(capacity);
            });
    }

    private static Task<bool> WaitAsync(Ring<string> ring) =>
        ring.WaitForCreditAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None).AsTask();

    private static void Fill(Ring<string> ring)
    {
        while (ring.TryAcquireCredit())
        {
            ring.Publish("x");
        }
    }
}
