using System.Text;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Connectors.Forward;

/// <summary>
/// What a sender is told of pipelines behind connectors, and how long it waits. The rig's end checks every ledger, and that no lease or
/// batch is left.
/// </summary>
public sealed class ForwardSenderTests
{
    private static SendResult Down => new(SendStatus.Retryable, 0, TimeSpan.FromSeconds(7), "unavailable", "down");

    [Fact]
    public async Task WaitForResult_BehindAChain_AnswersTheSender()
    {
        await using PathRig rig = Rig(
            "traces/a: {receivers: [test], exporters: [forward, test/free]}",
            "traces/b: {receivers: [forward], exporters: [forward/2]}",
            "traces/c: {receivers: [forward/2], exporters: [test/waits]}");
        rig.Exporter("test/waits").Hang();
        Task<Outcome> answer = Send(rig, seed: 1);
        answer.IsCompleted.ShouldBeFalse();
        rig.Exporter("test/waits").Release();
        (await answer).ShouldBe(Outcome.Ok);

        rig.Exporter("test/waits").Answer = _ => Down;
        (await Send(rig, seed: 2)).ShouldBe(Outcome.Retryable("down", TimeSpan.FromSeconds(7)));
        rig.Path.Ledger.Edges.Single(e => e.Exporter == "test/waits").FailedByReason["unavailable"].ShouldBe(5);
    }

    [Fact]
    public async Task WaitForResult_BehindABatch_IsNotWaitedForByTheBatch()
    {
        await using PathRig rig = Rig(
            "traces/a: {receivers: [test], processors: [batch], exporters: [forward]}",
            "traces/b: {receivers: [forward], exporters: [test/waits]}");
        rig.Exporter("test/waits").Hang();
        (await Send(rig, seed: 1)).ShouldBe(Outcome.Ok);
        (await Send(rig, seed: 2)).ShouldBe(Outcome.Ok);

        PipelineLedger b = rig.Path.Ledger.Pipelines.Single(p => p.Pipeline == "traces/b");
        b.Accepted.ShouldBe(10, "the second batch is handed on while the first one's answer is not there");
    }

    [Fact]
    public async Task Deadline_OfTheSender_EndsAWaitBehindTheConnector()
    {
        await using PathRig rig = Rig(
            "traces/a: {receivers: [test], exporters: [forward]}", "traces/b: {receivers: [forward], exporters: [test/waits, test/free]}");
        rig.Exporter("test/waits").Hang();
        Task<Outcome> answer = Send(rig, seed: 1, Deadline.After(rig.Clock, TimeSpan.FromSeconds(2)));
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        answer.IsCompleted.ShouldBeFalse();
        rig.Clock.Advance(TimeSpan.FromSeconds(1));

        (await answer).ShouldBe(Outcome.DeadlineExceeded);
        rig.Exporter("test/waits").Release();
        await rig.DrainAsync();
        rig.Exporter("test/free").Items.ShouldBe(5);
    }

    [Fact]
    public async Task Diamond_OnAQueueOfOne_TakesBothCopiesOrNone()
    {
        await using PathRig rig = Rig(
            "traces/a: {receivers: [test], exporters: [forward]}",
            "traces/b: {receivers: [forward], exporters: [forward/2]}",
            "traces/c: {receivers: [forward], exporters: [forward/2]}",
            "traces/d: {receivers: [forward/2], exporters: [test/one]}");
        rig.Exporter("test/one").Hang();
        (await Send(rig, seed: 1)).ShouldBe(Outcome.Ok);
        Task<Outcome> second = Send(rig, seed: 2);
        second.IsCompleted.ShouldBeFalse();
        rig.Path.Ledger.Pipelines.ShouldAllBe(p => p.Accepted == (p.Pipeline == "traces/d" ? 10 : 5));
        rig.Exporter("test/one").Release();

        (await second).ShouldBe(Outcome.Ok);
        await rig.DrainAsync();
        rig.Exporter("test/one").Items.ShouldBe(20);
    }

    [Fact]
    public async Task Diamond_OnAFullRing_WaitsForBothSlots()
    {
        await using PathRig rig = Rig(
            options => options with { RingCapacity = 2 },
            "traces/a: {receivers: [test], exporters: [forward]}",
            "traces/b: {receivers: [forward], exporters: [forward/2]}",
            "traces/c: {receivers: [forward], exporters: [forward/2]}",
            "traces/d: {receivers: [forward/2], processors: [batch], exporters: [test/one]}");
        rig.Exporter("test/one").Hang();
        Outcome outcome = Outcome.Ok;
        Task<Outcome> late = Task.FromResult(outcome);
        int sent = 0;
        while (late.IsCompleted && sent < 10)
        {
            late = Send(rig, ++sent);
        }

        late.IsCompleted.ShouldBeFalse("the stage waits for the queue, and its ring is full");
        long accepted = rig.Path.Ledger.Pipelines.Single(p => p.Pipeline == "traces/b").Accepted;
        rig.Path.Ledger.Pipelines.Single(p => p.Pipeline == "traces/c").Accepted.ShouldBe(accepted);
        rig.Exporter("test/one").Release();
        while (!late.IsCompleted)
        {
            rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }

        await rig.DrainAsync();
        rig.Exporter("test/one").Items.ShouldBe(rig.Path.Ledger.Receivers[0].AcceptedItems * 2);
    }

    [Fact]
    public async Task Edits_OnBothSidesOfTheConnector_AreMadeWhereTheyStand()
    {
        await using PathRig rig = Rig(
            "traces/a: {receivers: [test], processors: [attributes/a], exporters: [forward, test/free]}",
            "traces/b: {receivers: [forward, test], processors: [attributes/b], exporters: [test/one]}");
        (await Send(rig, seed: 1)).ShouldBe(Outcome.Ok);

        await rig.DrainAsync();
        string free = string.Concat(rig.Exporter("test/free").Received.Select(Encoding.Latin1.GetString));
        free.ShouldContain("made-by-a");
        free.ShouldNotContain("made-by-b");
        rig.Exporter("test/one").Items.ShouldBe(10, "by the connector, and from the receiver itself");
        rig.Exporter("test/one").Received.Select(Encoding.Latin1.GetString).ShouldAllBe(r => r.Contains("made-by-b"));
        rig.Exporter("test/one").Received.Count(r => Encoding.Latin1.GetString(r).Contains("made-by-a")).ShouldBe(1);
    }

    private static Task<Outcome> Send(PathRig rig, int seed, Deadline? deadline = null) =>
        rig.DeliverAsync(SampleRequests.Traces(5, seed), deadline: deadline);

    private static PathRig Rig(params string[] pipelines) => Rig(static options => options, pipelines);

    private static PathRig Rig(Func<DataPathOptions, DataPathOptions> change, params string[] pipelines) => PathRig.Create(
        $$"""
        receivers: {test: {} }
        processors:
          batch: {timeout: 0s}
          attributes/a: {actions: [{key: made-by-a, value: 1, action: insert}]}
          attributes/b: {actions: [{key: made-by-b, value: 1, action: insert}]}
        exporters:
          test/waits: {sending_queue: {wait_for_result: true}, retry_on_failure: {enabled: false}, timeout: 0s}
          test/one: {sending_queue: {queue_size: 1, num_consumers: 1}, retry_on_failure: {enabled: false}, timeout: 0s}
          test/free: {}
        connectors: {forward: {}, forward/2: }
        service:
          pipelines:
            {{string.Join("\n    ", pipelines)}}
        """,
        change);
}
