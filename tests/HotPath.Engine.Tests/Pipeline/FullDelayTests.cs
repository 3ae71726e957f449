using HotPath.Engine.Pipeline;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Pipeline;

/// <summary>
/// What a sender is told who found a queue, a ring or a backend in the way: when that will have room, not when memory has.
/// </summary>
public sealed class FullDelayTests
{
    private const string OneInQueue = "{sending_queue: {queue_size: 1, num_consumers: 1}, timeout: 0s}";

    private static readonly TimeSpan Wait = DataPathOptions.DefaultAdmissionWait;

    private static readonly SendResult Down = new(SendStatus.Retryable, 0, TimeSpan.Zero, "unavailable", "down");

    [Theory]
    [InlineData(10, 10)]
    [InlineData(600, 30)]
    public async Task Queue_ThatStandsStill_NamesAsLongAsItHas(int stillSeconds, int seconds)
    {
        await using PathRig rig = PathRig.Traces("", "", $"test: {OneInQueue}", "test");
        rig.Exporter("test").Hang();
        await Deliver(rig);
        rig.Clock.Advance(TimeSpan.FromSeconds(stillSeconds) - Wait);

        (await DeliverLate(rig)).ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task Queue_ThatFilledAMomentAgo_NamesASecondAtLeast()
    {
        await using PathRig rig = PathRig.Traces("", "", $"test: {OneInQueue}", "test");
        rig.Clock.Advance(TimeSpan.FromHours(1));
        rig.Exporter("test").Hang();
        await Deliver(rig);

        (await DeliverLate(rig)).ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Ring_BehindWhichAQueueStandsStill_NamesAsLongAsThat()
    {
        await using PathRig rig = PathRig.Create(
            """
            receivers: {test: {}}
            processors: {batch: {send_batch_size: 1}}
            exporters: {test: {sending_queue: {queue_size: 2, num_consumers: 1}, timeout: 0s}}
            service: {pipelines: {traces: {receivers: [test], processors: [batch], exporters: [test]}}}
            """,
            options => options with { RingCapacity = 4 });
        rig.Exporter("test").Hang();
        for (int i = 0; i < 7; i++)
        {
            await Deliver(rig);
        }

        rig.Clock.Advance(TimeSpan.FromSeconds(12) - Wait);

        (await DeliverLate(rig)).ShouldBe(TimeSpan.FromSeconds(12));
    }

    [Fact]
    public async Task Connector_WithAFullQueueBehindIt_NamesThatQueuesDelay()
    {
        await using PathRig rig = PathRig.Create(
            $$"""
            receivers: {test: {} }
            connectors: {forward: {} }
            exporters: {test: {{OneInQueue}} }
            service:
              pipelines:
                traces/in: {receivers: [test], exporters: [forward]}
                traces/out: {receivers: [forward], exporters: [test]}
            """);
        rig.Exporter("test").Hang();
        await Deliver(rig);
        rig.Clock.Advance(TimeSpan.FromSeconds(20) - Wait);

        (await DeliverLate(rig)).ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Backend_WithoutAQueue_NamesAsLongAsItHasFailed_AndForgetsThatWhenItWorks()
    {
        await using PathRig rig =
            PathRig.Traces("", "", "test: {sending_queue: {enabled: false}, retry_on_failure: {enabled: false}}", "test");
        rig.Exporter("test").Answer = _ => Down;
        (await rig.DeliverAsync(SampleRequests.Traces(1, seed: 1))).ShouldBe(Outcome.Retryable("down", TimeSpan.FromSeconds(1)));

        rig.Clock.Advance(TimeSpan.FromSeconds(9));
        (await rig.DeliverAsync(SampleRequests.Traces(1, seed: 2))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(9));

        rig.Exporter("test").Answer = static _ => SendResult.Delivered;
        await Deliver(rig);
        rig.Exporter("test").Answer = _ => Down;
        (await rig.DeliverAsync(SampleRequests.Traces(1, seed: 3))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Gate_StricterThanTheBudget_NamesAsLongAsMemoryStandsStill()
    {
        await using PathRig rig = PathRig.Create(
            """
            receivers: {test: {}, test/wide: {}}
            processors:
              memory_limiter: {check_interval: 1h, limit_mib: 100, spike_limit_mib: 80}
              memory_limiter/wide: {check_interval: 1h, limit_mib: 400}
            exporters: {test: {timeout: 0s, sending_queue: {enabled: false}}}
            service:
              pipelines:
                traces/narrow: {receivers: [test], processors: [memory_limiter], exporters: [test]}
                traces/wide: {receivers: [test/wide], processors: [memory_limiter/wide], exporters: [test]}
            """);
        rig.Exporter("test").Hang();
        byte[] request = SampleRequests.Traces(5000, seed: 1);
        var pending = new List<Task<Outcome>>();
        Task<Outcome> last;
        while (!(last = rig.DeliverAsync(request)).IsCompleted)
        {
            pending.Add(last);
        }

        (await last).ShouldBe(Outcome.Throttled(TimeSpan.FromSeconds(1)));
        rig.Clock.Advance(TimeSpan.FromSeconds(9));
        (await rig.DeliverAsync(request)).ShouldBe(Outcome.Throttled(TimeSpan.FromSeconds(9)));

        pending.Add(rig.DeliverAsync(request, receiver: "test/wide"));
        rig.Exporter("test").Release();
        (await Task.WhenAll(pending)).ShouldAllBe(static outcome => outcome == Outcome.Ok);
    }

    private static async Task Deliver(PathRig rig) => (await rig.DeliverAsync(SampleRequests.Traces(1, seed: 1))).ShouldBe(Outcome.Ok);

    private static async Task<TimeSpan> DeliverLate(PathRig rig, TimeSpan? wait = null)
    {
        Task<Outcome> late = rig.DeliverAsync(SampleRequests.Traces(1, seed: 2));
        late.IsCompleted.ShouldBeFalse();
        rig.Clock.Advance(wait ?? Wait);
        Outcome outcome = await late;
        outcome.Kind.ShouldBe(OutcomeKind.Throttled);
        rig.Path.Ledger.Receivers[0].RefusedRequests[RefuseReason.Late].ShouldBe(1);
        return outcome.RetryAfter;
    }
}
