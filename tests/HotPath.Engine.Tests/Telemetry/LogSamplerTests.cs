using System.Text;
using HotPath.Engine.Plan;
using HotPath.Engine.Telemetry;
using HotPath.Testing;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Tests.Telemetry;

/// <summary><c>logs::sampling</c>, by the rule of zap's sampler.</summary>
public sealed class LogSamplerTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void Take_EqualEntries_PassFirstAndThenOneInSoMany()
    {
        var sampler = new LogSampler(new LogSamplingPlan(TimeSpan.FromSeconds(1), 2, 3), _clock);

        Enumerable.Range(1, 9).Where(_ => sampler.Take(LogLevel.Information, "a")).Count().ShouldBe(4, "entries 1, 2, 5 and 8");
    }

    [Fact]
    public void Take_ThereafterZero_PassesNoMore()
    {
        var sampler = new LogSampler(new LogSamplingPlan(TimeSpan.FromSeconds(1), 1, 0), _clock);

        sampler.Take(LogLevel.Error, "a").ShouldBeTrue();
        Enumerable.Range(0, 300).ShouldAllBe(_ => !sampler.Take(LogLevel.Error, "a"));
    }

    [Fact]
    public void Take_OtherMessageLevelOrTick_CountsByItself()
    {
        var sampler = new LogSampler(new LogSamplingPlan(TimeSpan.FromSeconds(1), 1, 0), _clock);
        sampler.Take(LogLevel.Error, "a").ShouldBeTrue();

        sampler.Take(LogLevel.Error, "b").ShouldBeTrue();
        sampler.Take(LogLevel.Warning, "a").ShouldBeTrue();
        sampler.Take(LogLevel.Error, "a").ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        sampler.Take(LogLevel.Error, "a").ShouldBeTrue();
    }

    [Fact]
    public void Log_WithSampling_WritesOnlyWhatPasses()
    {
        using var stream = new MemoryStream();
        using (var provider = new ConsoleLogProvider(stream, LogLevel.Information, [], _clock)
        {
            Sampling = new LogSamplingPlan(TimeSpan.FromSeconds(1), 2, 0),
        })
        {
            ILogger log = provider.CreateLogger("HotPath.Test");
            for (int i = 0; i < 5; i++)
            {
                log.Info("again", ("i", i));
            }
        }

        Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
    }
}
