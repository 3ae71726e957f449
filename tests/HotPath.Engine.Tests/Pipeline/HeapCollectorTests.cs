using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Testing;

namespace HotPath.Engine.Tests.Pipeline;

/// <summary>When a collection is forced: the <c>min_/max_gc_interval</c> keys of memory_limiter.</summary>
public sealed class HeapCollectorTests
{
    private readonly FakeClock _clock = new();
    private long _heap = 1000;
    private long _freed = 500;
    private int _collections;

    private HeapCollector Collector(CollectPlan plan) => new(plan, _clock, Collect, () => _heap);

    private void Collect()
    {
        _collections++;
        _heap -= _freed;
    }

    private bool ConsiderAfter(HeapCollector collector, double seconds, bool hard = false)
    {
        _heap = 1000;
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        return collector.Consider(aboveSoft: true, hard);
    }

    [Fact]
    public void Collector_MemoryIsNotShort_NeverCollects()
    {
        HeapCollector collector = Collector(CollectPlan.Default);
        collector.Consider(aboveSoft: false, aboveHard: false).ShouldBeFalse();
        _collections.ShouldBe(0);
    }

    [Fact]
    public void Collector_AboveSoft_KeepsTheMinimumInterval()
    {
        HeapCollector collector = Collector(CollectPlan.Default);
        ConsiderAfter(collector, 0).ShouldBeTrue();
        ConsiderAfter(collector, 9).ShouldBeFalse();
        ConsiderAfter(collector, 1).ShouldBeTrue();
    }

    [Fact]
    public void Collector_AboveHard_CollectsAtEveryCheckByDefault()
    {
        HeapCollector collector = Collector(CollectPlan.Default);
        ConsiderAfter(collector, 0, hard: true).ShouldBeTrue();
        ConsiderAfter(collector, 1, hard: true).ShouldBeTrue();
    }

    [Fact]
    public void Collector_FreesLessThanFivePercent_DoublesTheIntervalUpToTheMaximum()
    {
        HeapCollector collector = Collector(CollectPlan.Default);
        _freed = 10;
        ConsiderAfter(collector, 0).ShouldBeTrue();
        ConsiderAfter(collector, 19).ShouldBeFalse();
        ConsiderAfter(collector, 1).ShouldBeTrue();
        ConsiderAfter(collector, 29).ShouldBeFalse();
        ConsiderAfter(collector, 1).ShouldBeTrue();
    }

    [Fact]
    public void Collector_NoMaximum_NeverBacksOff()
    {
        HeapCollector collector = Collector(CollectPlan.Default with { MaxSoft = TimeSpan.Zero });
        _freed = 0;
        ConsiderAfter(collector, 0).ShouldBeTrue();
        ConsiderAfter(collector, 10).ShouldBeTrue();
    }
}
