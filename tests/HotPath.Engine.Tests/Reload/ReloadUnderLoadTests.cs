using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Testing.Rig;

namespace HotPath.Engine.Tests.Reload;

/// <summary>
/// Every kind of change, in the middle of traffic: each span that was acknowledged arrives once, and the ledger balances.
/// </summary>
public sealed class ReloadUnderLoadTests
{
    /// <summary>A pipeline as most are.</summary>
    private const string Base =
        """
        receivers: {test: {}, test/2: {}}
        processors:
          batch: {send_batch_size: 50, timeout: 200ms}
          attributes: {actions: [{key: a, value: 1, action: insert}]}
          memory_limiter: {check_interval: 1s, limit_mib: 512}
        connectors: {forward: {}}
        exporters: {test: {sending_queue: {queue_size: 100}}, test/b: {}}
        service:
          pipelines:
            traces: {receivers: [test], processors: [memory_limiter, batch], exporters: [test]}
        """;

    public static TheoryData<string, string> Changes => new()
    {
        { "processors: [memory_limiter, batch]", "processors: [memory_limiter, attributes, batch]" },
        { "processors: [memory_limiter, batch]", "processors: [memory_limiter, batch, attributes]" },
        { "processors: [memory_limiter, batch]", "processors: []" },
        { "send_batch_size: 50", "send_batch_size: 20" },
        { "limit_mib: 512", "limit_mib: 256" },
        { "test: {sending_queue: {queue_size: 100}}", "test: {endpoint: elsewhere, sending_queue: {queue_size: 100}}" },
        { "queue_size: 100", "queue_size: 50" },
        { "sending_queue: {queue_size: 100}", "sending_queue: {enabled: false}" },
        { "exporters: [test]", "exporters: [test/b]" },
        { "receivers: [test]", "receivers: [test, test/2]" },
        { "    traces:", "    traces/renamed:" },
        {
            "    traces: {receivers: [test], processors: [memory_limiter, batch], exporters: [test]}",
            "    traces/in: {receivers: [test], processors: [batch], exporters: [forward]}\n"
                + "    traces: {receivers: [forward], processors: [attributes, batch], exporters: [test]}"
        },
        { "test: {}, test/2", "test: {validation: structure}, test/2" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Reload_UnderLoadThereAndBack_EverySpanArrivesOnce(string from, string to)
    {
        Base.ShouldContain(from);
        await using PathRig rig = PathRig.Create(Base);
        await using var load = new SpanLoad(rig);
        await load.ProgressAsync();

        (await rig.ReloadAsync(Base.Replace(from, to, StringComparison.Ordinal))).ShouldBe(0);
        await load.ProgressAsync();
        (await rig.ReloadAsync(Base)).ShouldBe(0);
        await load.ProgressAsync();

        await load.EndAsync();
    }

    [Fact]
    public async Task Reload_WhoIsRefusedUnderLoadForAnotherReceiver_KeepsItsOwn()
    {
        await using PathRig rig = PathRig.Create(Base.Replace("receivers: [test]", "receivers: [test, test/2]", StringComparison.Ordinal));
        await using var load = new SpanLoad(rig);
        await load.ProgressAsync();

        await rig.ReloadAsync(Base);
        rig.Path.IntakeFor(ComponentId.Parse("test/2"), Signal.Traces).ShouldBeNull();
        await load.ProgressAsync();

        await load.EndAsync();
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Reload_RandomSequenceUnderLoad_EverySpanArrivesOnce(int seed)
    {
        var random = new Random(seed);
        await using PathRig rig = PathRig.Create(RandomConfig.Next(random));
        await using var load = new SpanLoad(rig);
        for (int i = 0; i < 6; i++)
        {
            await load.ProgressAsync(random.Next(0, 20));
            (await rig.ReloadAsync(RandomConfig.Next(random))).ShouldBe(0, $"seed {seed}, reload {i}");
        }

        await load.ProgressAsync(5);
        await load.EndAsync();
    }
}
