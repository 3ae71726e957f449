using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Queue;

/// <summary><c>sending_queue::batch</c>: when batches leave, and how large.</summary>
public sealed class SendingQueueBatchTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromMilliseconds(200);

    private readonly QueueRig _rig = new();
    private readonly ManualExporter _exporter = new();
    private SendingQueue? _queue;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_queue is not null)
        {
            await _queue.DisposeAsync();
        }
    }

    public void Dispose() => _rig.Dispose();

    private SendingQueue Queue(
        long min, long max, QueueSizer sizer = QueueSizer.Items, long size = 1000, QueueSizer room = QueueSizer.Requests)
    {
        ExportPlan plan = QueueRig.Plan(consumers: 1, size, room);
        return _queue =
            _rig.Queue(plan with { Queue = plan.Queue with { Batch = new QueueBatchPlan(FlushTimeout, sizer, min, max) } }, _exporter);
    }

    private EnqueueResult Offer(int items, int seed = 1, EdgeLedger? edge = null)
    {
        Batch batch = _rig.Request(SampleRequests.Traces(items, seed), items, resources: 1);
        EnqueueResult result = _queue!.TryEnqueue(batch, edge ?? _rig.Edge);
        if (result != EnqueueResult.Enqueued)
        {
            batch.Release();
        }

        return result;
    }

    private async Task<int> SentAsync()
    {
        Attempt attempt = await _exporter.NextAsync();
        attempt.Deliver();
        return attempt.Items;
    }

    [Fact]
    public async Task Batch_BelowTheMinimum_WaitsForTheFlushTimeoutFromItsFirstItem()
    {
        Queue(min: 100, max: 0);
        Offer(3);
        _rig.Clock.Advance(FlushTimeout / 2);
        Offer(4);
        _rig.Clock.Advance((FlushTimeout / 2) - TimeSpan.FromMilliseconds(1));
        _exporter.HasNext.ShouldBeFalse();
        (_queue!.UnderWay, _rig.Edge.Queued).ShouldBe((0, 7));
        _rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
        (await SentAsync()).ShouldBe(7);
    }

    [Fact]
    public async Task Batch_AtTheMinimum_LeavesAtOnce()
    {
        Queue(min: 10, max: 0);
        Offer(6);
        _exporter.HasNext.ShouldBeFalse();
        Offer(7);
        (await SentAsync()).ShouldBe(13, "without a maximum all that is there leaves");
    }

    [Fact]
    public async Task Batch_MinimumZero_SendsEachBatchAsItComes()
    {
        Queue(min: 0, max: 0);
        Offer(1);
        (await SentAsync()).ShouldBe(1);
        Offer(2);
        (await SentAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Batch_AboveTheMaximum_IsCutExactlyAndTheRestWaitsAnew()
    {
        Queue(min: 10, max: 10);
        Offer(4);
        _rig.Clock.Advance(FlushTimeout / 2);
        Offer(21);
        (await SentAsync()).ShouldBe(10);
        (await SentAsync()).ShouldBe(10);
        _rig.Clock.Advance(FlushTimeout / 2);
        _exporter.HasNext.ShouldBeFalse("the clock of what was left began at the cut");
        _rig.Clock.Advance(FlushTimeout / 2);
        (await SentAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task Batch_BytesMaximum_IsNeverExceededAndFilledAsFarAsItGoes()
    {
        byte[] request = SampleRequests.Traces(20, seed: 5);
        long max = request.Length / 3;
        Queue(min: 1, max, QueueSizer.Bytes);
        Offer(20, seed: 5);
        int sent = 0;
        while (sent < 20)
        {
            Attempt attempt = await _exporter.NextAsync();
            attempt.Batch.Bytes.ShouldBeLessThanOrEqualTo(max);
            sent += attempt.Items;
            attempt.Items.ShouldBeGreaterThanOrEqualTo(
                sent < 20 ? 5 : 1, "a third of the bytes has room for about six of twenty like spans");
            attempt.Deliver();
        }
    }

    [Fact]
    public async Task Batch_ItemAboveTheBytesMaximum_LeavesAlone()
    {
        Queue(min: 0, max: 10, QueueSizer.Bytes);
        Offer(3);
        (await SentAsync()).ShouldBe(1);
        (await SentAsync()).ShouldBe(1);
        (await SentAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Batch_PendingItems_KeepTheirRoomUntilTheLastHasGone()
    {
        Queue(min: 10, max: 10, size: 3);
        Offer(15).ShouldBe(EnqueueResult.Enqueued);
        Offer(1).ShouldBe(EnqueueResult.Enqueued);
        Offer(1).ShouldBe(EnqueueResult.Enqueued);
        Offer(1).ShouldBe(EnqueueResult.QueueFull);
        (await SentAsync()).ShouldBe(10);
        _queue!.Size.ShouldBe(3, "five items of the first are still here");
        _rig.Clock.Advance(FlushTimeout);
        (await SentAsync()).ShouldBe(7);
        await _queue.StopAsync(CancellationToken.None);
        (_queue.Size, _queue.HeldBytes).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Batch_TwoPipelines_CountsEachOnesItems()
    {
        var other = new EdgeLedger("traces/2", "otlp");
        Queue(min: 10, max: 10);
        Offer(7);
        Offer(8, edge: other);
        (await _exporter.NextAsync()).Answer(SendResult.Delivered with { RejectedItems = 8 });
        _rig.Clock.Advance(FlushTimeout);
        (await _exporter.NextAsync()).Refuse();
        await _queue!.StopAsync(CancellationToken.None);
        (_rig.Edge.Sent, _rig.Edge.Rejected, _rig.Edge.Failed).ShouldBe((0, 7, 0));
        (other.Sent, other.Rejected, other.Failed, other.Balances).ShouldBe((2, 1, 5, true));
    }

    [Fact]
    public async Task Batch_HeldByOthersToo_IsNotChanged()
    {
        Queue(min: 4, max: 4);
        Batch batch = _rig.Request(SampleRequests.Traces(6, seed: 1), 6, resources: 1);
        batch.Hold();
        _queue!.TryEnqueue(batch, _rig.Edge).ShouldBe(EnqueueResult.Enqueued);
        (await SentAsync()).ShouldBe(4);
        (batch.Items, batch.Parts.Length).ShouldBe((6, 1));
        batch.Release();
    }

    [Fact]
    public async Task Stop_PendingItems_AreSentAtOnceWithoutTheTimeout()
    {
        Queue(min: 100, max: 0);
        Offer(3);
        Task<long> stopped = _queue!.StopAsync(CancellationToken.None);
        (await SentAsync()).ShouldBe(3);
        (await stopped).ShouldBe(0);
        _rig.Clock.ArmedTimers.ShouldBe(0);
    }

    [Fact]
    public async Task Stop_DeadlinePassed_GivesUpWhatIsPendingUnderItsReason()
    {
        Queue(min: 100, max: 0);
        Offer(3);
        (await _queue!.StopAsync(new CancellationToken(canceled: true))).ShouldBe(3);
        _rig.Edge.FailedByReason["shutting_down"].ShouldBe(3);
    }

    [Theory]
    [InlineData(Signal.Metrics)]
    [InlineData(Signal.Logs)]
    public async Task Batch_OtherSignals_AreCutToo(Signal signal)
    {
        Queue(min: 4, max: 4);
        byte[] request = SampleRequests.Of(signal, 9, seed: 1);
        _queue!.TryEnqueue(_rig.Request(request, 9, resources: 1, signal), _rig.Edge);
        (await SentAsync()).ShouldBe(4);
        (await SentAsync()).ShouldBe(4);
        _rig.Clock.Advance(FlushTimeout);
        (await SentAsync()).ShouldBe(1);
    }
}
