using HotPath.Components.Exporters.Debug;
using HotPath.Testing;

namespace HotPath.Components.Tests.Exporters.Debug;

public sealed class DebugSamplerTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void Take_WithTheDefaults_KeepsEveryBatch() => Kept(new DebugSampler(2, 1, _clock), 10).ShouldBe(Enumerable.Range(1, 10));

    [Fact]
    public void Take_WithSampling_KeepsTheFirstAndThenEachNth() => Kept(new DebugSampler(2, 3, _clock), 10).ShouldBe([1, 2, 5, 8]);

    [Fact]
    public void Take_ThereafterZero_KeepsTheFirstOnly() => Kept(new DebugSampler(2, 0, _clock), 10).ShouldBe([1, 2]);

    [Fact]
    public void Take_InTheNextSecond_BeginsAgain()
    {
        DebugSampler sampler = new(1, 0, _clock);
        Kept(sampler, 3).ShouldBe([1]);

        _clock.Advance(TimeSpan.FromSeconds(1));

        Kept(sampler, 3).ShouldBe([1]);
    }

    private static IEnumerable<int> Kept(DebugSampler sampler, int batches) =>
        [.. Enumerable.Range(1, batches).Where(_ => sampler.Take())];
}
