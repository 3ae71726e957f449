using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HotPath.Core.Ring;

namespace HotPath.Core.Tests.Ring;

/// <summary>Producers and the consumer write to lines of their own.</summary>
public sealed class RingCountersTests
{
    [Fact]
    public void Counters_InMemory_ShareNoPairOfCacheLines()
    {
        string[] counters = [nameof(RingCounters.Tail), nameof(RingCounters.Head), nameof(RingCounters.Credits)];
        int[] offsets = [.. counters.Select(static name => (int)Marshal.OffsetOf<RingCounters>(name)).Order()];

        offsets[0].ShouldBeGreaterThanOrEqualTo(128, "or the first shares with what lies before");
        (Unsafe.SizeOf<RingCounters>() - offsets[^1]).ShouldBeGreaterThanOrEqualTo(128, "or the last shares with what lies behind");
        for (int i = 1; i < offsets.Length; i++)
        {
            (offsets[i] - offsets[i - 1]).ShouldBeGreaterThanOrEqualTo(128);
        }
    }

    [Fact]
    public void Counters_AreAllOfThem() =>
        typeof(RingCounters).GetFields().Count(static field => !field.IsStatic).ShouldBe(3, "a new counter belongs in the test above");

    [Fact]
    public void Ring_HoldsItsCountersInPlace() =>
        typeof(Ring<string>).GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)
            .ShouldContain(static field => field.FieldType == typeof(RingCounters));
}
