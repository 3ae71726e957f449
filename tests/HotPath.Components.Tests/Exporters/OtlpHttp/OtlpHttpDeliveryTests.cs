using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;
using HotPath.Testing;
using HotPath.Testing.Http;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Exporters.OtlpHttp;

/// <summary>The whole way out: queue, retry, timeout and exporter, against real sockets.</summary>
public sealed class OtlpHttpDeliveryTests
{
    private const string FastRetry = "retry_on_failure: {initial_interval: 10ms, max_interval: 50ms, max_elapsed_time: 0s}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly EdgeLedger _edge = new("traces", "otlp_http");
    private readonly CapturedLog _log = new();

    private SendingQueue Queue(OtlpHttpRig rig) => new(rig.Plan.Chain, rig.Exporter, () => 1 << 30, TimeProvider.System, _log);

    private void Enqueue(SendingQueue queue, OtlpHttpRig rig, int count)
    {
        for (int i = 0; i < count; i++)
        {
            queue.TryEnqueue(rig.Batch(SampleRequests.Traces(10, seed: i)), _edge).ShouldBe(EnqueueResult.Enqueued);
        }
    }

    [Fact]
    public async Task Deliver_BackendThatNeverAnswers_IsTriedAgainAfterEachTimeout()
    {
        var never = new TaskCompletionSource();
        await using HttpSink sink = await HttpSink.StartAsync();
        sink.Script(HttpSinkAnswer.HangUntil(never.Task), HttpSinkAnswer.HangUntil(never.Task));
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint, $"timeout: 200ms, {FastRetry}");
        SendingQueue queue = Queue(rig);
        Enqueue(queue, rig, 1);
        await sink.WaitForRequestsAsync(3);

        // A queue that stops tries nothing again, and a busy machine may let the third attempt time out, too.
        SpinWait.SpinUntil(() => _edge.Sent == 10, Patience).ShouldBeTrue(
            $"{_edge.Sent} of 10 items were sent, {_edge.Failed} failed: {string.Join(' ', _log.Lines.TakeLast(3))}");
        (await queue.StopAsync(CancellationToken.None)).ShouldBe(0);
        (_edge.Sent, _edge.Failed, _edge.Balances).ShouldBe((10, 0, true));
    }

    [Fact]
    public async Task Deliver_BackendDoesWhatItLikes_EveryItemIsCountedOnceAndEveryBatchReleased()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        var random = new Random(7);
        sink.Answer = _ => Any(random);
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint, $"timeout: 300ms, sending_queue: {{num_consumers: 6}}, {FastRetry}");
        SendingQueue queue = Queue(rig);
        Enqueue(queue, rig, 100);
        SpinWait.SpinUntil(() => _edge.Queued == 0, Patience).ShouldBeTrue($"{_edge.Queued} items wait, {_edge.Sent} were sent");
        sink.Answer = static _ => HttpSinkAnswer.Ok;
        await queue.StopAsync(CancellationToken.None);
        (_edge.Enqueued, _edge.Queued, _edge.InFlight, _edge.Balances).ShouldBe((1000, 0, 0, true));
        _edge.Sent.ShouldBeGreaterThan(0);
        rig.OutstandingLeases.ShouldBe(0);
    }

    private static HttpSinkAnswer Any(Random random)
    {
        lock (random)
        {
            return random.Next(7) switch
            {
                0 => HttpSinkAnswer.Error(503),
                1 => HttpSinkAnswer.Error(400),
                2 => HttpSinkAnswer.Partial(3, "no"),
                3 => HttpSinkAnswer.Ok with { AbortConnection = true },
                4 when random.Next(4) == 0 => HttpSinkAnswer.HangUntil(new TaskCompletionSource().Task),
                _ => HttpSinkAnswer.Ok,
            };
        }
    }
}
