using System.Collections.Concurrent;
using HotPath.Core.Ring;
using HotPath.Testing;

namespace HotPath.Core.Tests.Ring;

/// <summary>Work in turns, on a thread of its own or on what stands in for threads.</summary>
public sealed class WokenThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeClock _clock = new();

    [Fact]
    public void Start_TakesATurn_AndEachWakeAnother()
    {
        using var turns = new BlockingCollection<int>();
        int count = 0;
        var thread = new WokenThread("test", _clock, () =>
        {
            turns.Add(++count);
            return count == 3 ? null : Timeout.InfiniteTimeSpan;
        });

        thread.Start();
        Next(turns).ShouldBe(1);
        thread.Wake();
        Next(turns).ShouldBe(2);
        thread.Wake();
        Next(turns).ShouldBe(3);
    }

    [Fact]
    public void Wake_DuringATurn_MeansAnother()
    {
        using var turns = new BlockingCollection<int>();
        using var inTurn = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        int count = 0;
        var thread = new WokenThread("test", _clock, () =>
        {
            inTurn.Set();
            goOn.Wait(Patience);

            // Last: with the second turn the test is over, and the events are gone.
            turns.Add(++count);
            return count == 2 ? null : Timeout.InfiniteTimeSpan;
        });

        thread.Start();
        inTurn.Wait(Patience).ShouldBeTrue();
        thread.Wake();
        thread.Wake();
        goOn.Set();

        Next(turns).ShouldBe(1);
        Next(turns).ShouldBe(2);
    }

    [Fact]
    public void Pause_IsOver_TakesATurnUnasked()
    {
        using var turns = new BlockingCollection<int>();
        int count = 0;
        var thread = new WokenThread("test", _clock, () =>
        {
            turns.Add(++count);
            return count == 2 ? null : TimeSpan.FromMilliseconds(1);
        });

        thread.Start();

        Next(turns).ShouldBe(1);
        Next(turns).ShouldBe(2);
    }

    [Fact]
    public void StandIn_HasTheTurns_OneForAllThatWakeBeforeIt()
    {
        var standIn = new StandIn();
        var pauses = new Queue<TimeSpan?>([Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(1), null]);
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(standIn);
        try
        {
            var thread = new WokenThread("test", _clock, pauses.Dequeue);
            thread.Wake();
            thread.Start();
            standIn.RunAll().ShouldBe(1);
            thread.Wake();
            thread.Wake();
            standIn.RunAll().ShouldBe(1);

            _clock.Advance(TimeSpan.FromSeconds(1));
            standIn.RunAll().ShouldBe(1);
            thread.Wake();
            standIn.RunAll().ShouldBe(0);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        pauses.ShouldBeEmpty();
        _clock.ArmedTimers.ShouldBe(0);
    }

    private static int Next(BlockingCollection<int> turns)
    {
        turns.TryTake(out int turn, Patience).ShouldBeTrue("no turn was taken");
        return turn;
    }

    private sealed class StandIn : PoolStandIn
    {
        private readonly Queue<Action> _work = new();

        public override void Post(SendOrPostCallback d, object? state) => _work.Enqueue(() => d(state));

        /// <summary>Runs what was posted; returns how much that was.</summary>
        public int RunAll()
        {
            int ran = 0;
            for (; _work.TryDequeue(out Action? work); ran++)
            {
                work();
            }

            return ran;
        }
    }
}
