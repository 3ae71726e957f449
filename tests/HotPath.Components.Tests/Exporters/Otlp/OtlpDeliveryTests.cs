using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Exporters.Otlp;

/// <summary>The whole way out: queue, retry, timeout and exporter, against real sockets.</summary>
public sealed class OtlpDeliveryTests
{
    private const string FastRetry = "retry_on_failure: {initial_interval: 10ms, max_interval: 50ms, max_elapsed_time: 0s}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly EdgeLedger _edge = new("traces", "otlp");
    private readonly CapturedLog _log = new();

    private SendingQueue Queue(OtlpRig rig) => new(rig.Plan.Chain, rig.Exporter, () => 1 << 30, TimeProvider.System, _log);

    private void Enqueue(SendingQueue queue, OtlpRig rig, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Batch batch = rig.Batch(Signal.Traces, SampleRequests.Traces(10, seed: i));
            queue.TryEnqueue(batch, _edge).ShouldBe(EnqueueResult.Enqueued);
        }
    }

    [Fact]
    public async Task Deliver_BackendIsNotThereYet_ArrivesOnceItIs()
    {
        using var port = new ReservedPort();

        // An attempt that is given up on a machine that stalls would arrive twice.
        await using OtlpRig rig = OtlpRig.To(port.Endpoint, $"timeout: 0s, {FastRetry}");
        SendingQueue queue = Queue(rig);
        Enqueue(queue, rig, 20);
        SpinWait.SpinUntil(() => _log.Lines.Count > 0, Patience).ShouldBeTrue("no attempt failed");
        await using GrpcSink sink = await GrpcSink.StartAsync(port.Number);
        await sink.WaitForItemsAsync(200, Patience);
        UntilSent(200);
        (await queue.StopAsync(CancellationToken.None)).ShouldBe(0);
        (_edge.Sent, _edge.Failed, _edge.Balances).ShouldBe((200, 0, true));
        sink.Requests.Count.ShouldBe(20);
    }

    [Fact]
    public async Task Deliver_BackendThatNeverAnswers_IsTriedAgainAfterEachTimeout()
    {
        var never = new TaskCompletionSource();
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Script(GrpcAnswer.HangUntil(never.Task), GrpcAnswer.HangUntil(never.Task));
        await using OtlpRig rig = OtlpRig.To(sink.Endpoint, $"timeout: 200ms, {FastRetry}");
        SendingQueue queue = Queue(rig);
        Enqueue(queue, rig, 1);
        await sink.WaitForRequestsAsync(3, Patience);
        UntilSent(10);
        (await queue.StopAsync(CancellationToken.None)).ShouldBe(0);

        // A busy machine may let the third attempt time out, too.
        _log.Lines.Count.ShouldBeGreaterThanOrEqualTo(2);
        _log.Lines.ShouldAllBe(line => ((string)line.Fields["error"]!).StartsWith("rpc error: code = DeadlineExceeded"));
    }

    [Fact]
    public async Task Deliver_BackendDoesWhatItLikes_EveryItemIsCountedOnceAndEveryBatchReleased()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        var random = new Random(7);
        sink.Answer = _ => Any(random);
        await using OtlpRig rig = OtlpRig.To(sink.Endpoint, $"timeout: 300ms, sending_queue: {{num_consumers: 6}}, {FastRetry}");
        SendingQueue queue = Queue(rig);
        Enqueue(queue, rig, 150);
        SpinWait.SpinUntil(() => _edge.Queued == 0, Patience).ShouldBeTrue($"{_edge.Queued} items wait, {_edge.Sent} were sent");
        sink.Answer = static _ => GrpcAnswer.Ok;
        await queue.StopAsync(CancellationToken.None);
        (_edge.Enqueued, _edge.Queued, _edge.InFlight, _edge.Balances).ShouldBe((1500, 0, 0, true));
        _edge.Sent.ShouldBeGreaterThan(0);
        rig.OutstandingLeases.ShouldBe(0);
        sink.Faults.ShouldAllBe(fault => fault is IOException, "connections were cut on purpose; no request was malformed");
    }

    private static GrpcAnswer Any(Random random)
    {
        lock (random)
        {
            return random.Next(9) switch
            {
                0 => GrpcAnswer.Error(random.Next(1, 17)),
                1 => GrpcAnswer.Error(14, "later", TimeSpan.FromMilliseconds(random.Next(20))),
                2 => GrpcAnswer.Partial(random.Next(1, 10), "some"),
                3 => GrpcAnswer.Ok with { ResetStream = true },
                4 => random.Next(4) == 0 ? GrpcAnswer.Ok with { AbortConnection = true } : GrpcAnswer.Ok,
                5 => random.Next(4) == 0 ? GrpcAnswer.HangUntil(new TaskCompletionSource().Task) : GrpcAnswer.Ok,
                6 => GrpcAnswer.Ok with { HttpStatus = 503 },
                _ => GrpcAnswer.Ok,
            };
        }
    }

    /// <summary>A queue that stops tries nothing again: the last attempt may have been given up, too.</summary>
    private void UntilSent(long items) => SpinWait.SpinUntil(() => _edge.Sent == items, Patience).ShouldBeTrue(
        $"{_edge.Sent} of {items} items were sent, {_edge.Failed} failed: {string.Join(' ', _log.Lines.TakeLast(3))}");
}
