using HotPath.Engine.Queue;
using HotPath.Testing;

namespace HotPath.Engine.Tests.Queue;

/// <summary>Equal lines, thinned out as the Collector's logger does.</summary>
public sealed class LineSamplerTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void Take_ManyLines_WritesTheFirstTenAndThenEachHundredth()
    {
        var sampler = new LineSampler(_clock);
        int[] written = [.. Enumerable.Range(1, 310).Where(_ => sampler.Take())];
        written.ShouldBe([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 110, 210, 310]);
    }

    [Fact]
    public void Take_NextWindow_StartsOver()
    {
        var sampler = new LineSampler(_clock);
        Enumerable.Range(0, 50).Count(_ => sampler.Take()).ShouldBe(10);
        _clock.Advance(LineSampler.Window - TimeSpan.FromTicks(1));
        sampler.Take().ShouldBeFalse();
        _clock.Advance(TimeSpan.FromTicks(1));
        sampler.Take().ShouldBeTrue();
    }
}
