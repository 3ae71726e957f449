using HotPath.Engine.Telemetry.Tracing;
using HotPath.Testing;

namespace HotPath.Engine.Tests.Telemetry.Tracing;

public sealed class OperationTraceTests
{
    private readonly FakeClock _clock = new();
    private readonly OperationTrace _trace;

    public OperationTraceTests() => _trace = new OperationTrace("exporter/otlp/traces", _clock);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    [InlineData(999, 2)]
    [InlineData(1_000, 3)]
    [InlineData(100_000, 5)]
    [InlineData(200_000_000, 8)]
    public void Record_Success_CountsInItsLatency(long microseconds, int latency)
    {
        _trace.Record(TimeSpan.FromMicroseconds(microseconds), 1, 2, null);

        _trace.Counts[latency].ShouldBe(1);
        _trace.Counts.Sum().ShouldBe(1);
        _trace.Errors.ShouldBe(0);
        _trace.SamplesOf(latency).ShouldHaveSingleItem()
            .ShouldBe(new OperationSample(FakeClock.DefaultStart, TimeSpan.FromMicroseconds(microseconds), 1, 2, null));
    }

    [Fact]
    public void Record_WhileNobodyCanLook_CountsForNothing()
    {
        var all = new OperationTraces(_clock) { IsWatched = false };
        OperationTrace trace = all.For("exporter/otlp/traces");
        trace.Record(TimeSpan.Zero, 1, 2, null);
        trace.Record(TimeSpan.Zero, 1, 2, "refused");
        all.IsWatched = true;
        trace.Record(TimeSpan.Zero, 3, 4, "refused again");

        trace.Counts.Sum().ShouldBe(0);
        trace.Failed.ShouldHaveSingleItem().Error.ShouldBe("refused again");
    }

    [Fact]
    public void Record_ManyOfALatency_KeepsTheFirstAndOneOfSoMany()
    {
        for (int i = 0; i <= OperationTrace.KeptOneIn; i++)
        {
            _trace.Record(TimeSpan.Zero, i, 0, null);
        }

        _trace.SamplesOf(0).Select(static s => s.Items).ShouldBe([OperationTrace.KeptOneIn, 0]);
    }

    [Fact]
    public void Record_SlowOnes_KeepsTheLast()
    {
        for (int i = 0; i < 20; i++)
        {
            _trace.Record(OperationTrace.Slow, i, 0, null);
        }

        _trace.SamplesOf(5).Select(static s => s.Items)
            .ShouldBe(Enumerable.Range(0, OperationTrace.KeptPerLatency).Select(static back => 19 - back));
    }

    [Fact]
    public void Record_Failures_KeepsTheLast()
    {
        for (int i = 0; i < 100; i++)
        {
            _trace.Record(TimeSpan.Zero, i, 0, "it failed");
        }

        _trace.Errors.ShouldBe(100);
        _trace.Counts.Sum().ShouldBe(0);
        _trace.Failed.Count.ShouldBe(OperationTrace.KeptErrors);
        _trace.Failed[0].ShouldBe(new OperationSample(FakeClock.DefaultStart, TimeSpan.Zero, 99, 0, "it failed"));
    }

    [Fact]
    public void Record_AnyNumber_AllocatesNothing()
    {
        int i = 0;
        Allocations.Of(10_000, () => _trace.Record(TimeSpan.FromMicroseconds(i++ % 10_000), 1, 1, null)).ShouldBe(0);
    }

    [Fact]
    public void For_SameName_IsTheSame()
    {
        var traces = new OperationTraces(_clock);

        traces.For("b").ShouldBeSameAs(traces.For("b"));
        traces.For("a");
        traces.All.Select(static t => t.Name).ShouldBe(["a", "b"]);
    }
}
