using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;

namespace HotPath.Engine.Tests.Queue;

/// <summary>Room, order, consumers: what a sending queue promises while it runs.</summary>
public sealed class SendingQueueTests : IAsyncLifetime, IDisposable
{
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

    private SendingQueue Queue(ExportPlan plan, long maxBytes = long.MaxValue) => _queue = _rig.Queue(plan, _exporter, maxBytes);

    /// <summary>Offers a batch; one that is not taken is released as its owner would.</summary>
    private EnqueueResult Offer(SendingQueue queue, int items = 1, int bytes = 10)
    {
        Batch batch = _rig.Batch(items, bytes);
        EnqueueResult result = queue.TryEnqueue(batch, _rig.Edge);
        if (result != EnqueueResult.Enqueued)
        {
            batch.Release();
        }

        return result;
    }

    [Fact]
    public async Task Enqueue_Several_AreSentInOrder()
    {
        SendingQueue queue = Queue(QueueRig.Plan(consumers: 1));
        for (int items = 1; items <= 20; items++)
        {
            Offer(queue, items).ShouldBe(EnqueueResult.Enqueued);
        }

        for (int items = 1; items <= 20; items++)
        {
            Attempt attempt = await _exporter.NextAsync();
            attempt.Items.ShouldBe(items);
            attempt.Deliver();
        }

        await queue.StopAsync(CancellationToken.None);
        _rig.Edge.Sent.ShouldBe(210);
    }

    [Fact]
    public async Task Enqueue_MoreThanConsumers_SendsAsManyAtOnceAsThereAreConsumers()
    {
        SendingQueue queue = Queue(QueueRig.Plan(consumers: 3));
        for (int i = 0; i < 10; i++)
        {
            Offer(queue);
        }

        Attempt[] first = [await _exporter.NextAsync(), await _exporter.NextAsync(), await _exporter.NextAsync()];
        (_exporter.UnderWay, _exporter.HasNext).ShouldBe((3, false));
        (_rig.Edge.Queued, _rig.Edge.InFlight, _rig.Edge.Balances).ShouldBe((7, 3, true));
        first[1].Deliver();
        await _exporter.NextAsync();
        _exporter.UnderWay.ShouldBe(3);
    }

    [Fact]
    public async Task Enqueue_BatchBeingSent_StillTakesItsPlace()
    {
        SendingQueue queue = Queue(QueueRig.Plan(consumers: 1, size: 2));
        Offer(queue);
        Attempt taken = await _exporter.NextAsync();
        Offer(queue).ShouldBe(EnqueueResult.Enqueued);
        Offer(queue).ShouldBe(EnqueueResult.QueueFull);
        (queue.Size, queue.Capacity).ShouldBe((2, 2));
        taken.Deliver();
        await queue.WaitForRoomAsync(CancellationToken.None);
        Offer(queue).ShouldBe(EnqueueResult.Enqueued);
        _rig.Edge.EnqueueFailed.ShouldBe(0, "a refusal is the caller's to count: it may wait instead");
    }

    [Theory]
    [InlineData(QueueSizer.Items, 10, 6, 4, 1)]
    [InlineData(QueueSizer.Bytes, 100, 60, 40, 1)]
    [InlineData(QueueSizer.Requests, 2, 1, 1, 1)]
    public void Enqueue_SizerDecidesWhatFills(QueueSizer sizer, int size, int first, int second, int third)
    {
        SendingQueue queue = Queue(QueueRig.Plan(size: size, sizer: sizer));
        Offer(queue, first, first).ShouldBe(EnqueueResult.Enqueued);
        Offer(queue, second, second).ShouldBe(EnqueueResult.Enqueued);
        queue.Size.ShouldBe(size);
        Offer(queue, third, third).ShouldBe(EnqueueResult.QueueFull);
    }

    [Fact]
    public async Task Enqueue_ByteShareIsFull_IsFullThoughThePlacesAreNot()
    {
        SendingQueue queue = Queue(QueueRig.Plan(consumers: 1), maxBytes: 1000);
        Offer(queue, bytes: 600).ShouldBe(EnqueueResult.Enqueued);
        Offer(queue, bytes: 401).ShouldBe(EnqueueResult.QueueFull);
        Offer(queue, bytes: 400).ShouldBe(EnqueueResult.Enqueued);
        Attempt first = await _exporter.NextAsync();
        Offer(queue, bytes: 1).ShouldBe(EnqueueResult.QueueFull, "what is being sent holds its slabs");
        first.Deliver();
        await queue.WaitForRoomAsync(CancellationToken.None);
        queue.HeldBytes.ShouldBe(400);
    }

    [Theory]
    [InlineData(QueueSizer.Requests)]
    [InlineData(QueueSizer.Items)]
    public void Enqueue_BatchLargerThanAllRoom_IsTakenByAnEmptyQueueOnly(QueueSizer sizer)
    {
        SendingQueue queue = Queue(QueueRig.Plan(size: 5, sizer: sizer), maxBytes: 100);
        Offer(queue, items: 50, bytes: 5000).ShouldBe(EnqueueResult.Enqueued);
        Offer(queue).ShouldBe(EnqueueResult.QueueFull);
    }

    [Fact]
    public async Task WaitForRoom_Full_WaitsForABatchToGo()
    {
        SendingQueue queue = Queue(QueueRig.Plan(size: 1));
        Offer(queue);
        Offer(queue).ShouldBe(EnqueueResult.QueueFull);
        Task waiting = queue.WaitForRoomAsync(CancellationToken.None).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        (await _exporter.NextAsync()).Fail();
        await waiting.WaitAsync(TimeSpan.FromSeconds(60));
        Offer(queue).ShouldBe(EnqueueResult.Enqueued);
    }

    [Fact]
    public async Task WaitForRoom_RoomWasMadeSinceTheRefusal_DoesNotWait()
    {
        SendingQueue queue = Queue(QueueRig.Plan(size: 1));
        Offer(queue);
        Offer(queue).ShouldBe(EnqueueResult.QueueFull);
        Task first = queue.WaitForRoomAsync(CancellationToken.None).AsTask();
        (await _exporter.NextAsync()).Deliver();
        await first;
        queue.WaitForRoomAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task WaitForRoom_Cancelled_ThrowsAndLeavesTheLine()
    {
        using var patience = new CancellationTokenSource();
        SendingQueue queue = Queue(QueueRig.Plan(size: 1));
        Offer(queue);
        Offer(queue);
        Task impatient = queue.WaitForRoomAsync(patience.Token).AsTask();
        Task patient = queue.WaitForRoomAsync(CancellationToken.None).AsTask();
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(impatient);
        (await _exporter.NextAsync()).Deliver();
        await patient.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task WaitForRoom_ManyWaitAndOneBatchGoes_OneIsTold()
    {
        SendingQueue queue = Queue(QueueRig.Plan(size: 8));
        for (int i = 0; i < 9; i++)
        {
            Offer(queue);
        }

        Task[] waiting = [.. Enumerable.Range(0, 5).Select(_ => queue.WaitForRoomAsync(CancellationToken.None).AsTask())];
        (await _exporter.NextAsync()).Deliver();
        await waiting[0].WaitAsync(TimeSpan.FromSeconds(60));
        waiting.Count(task => task.IsCompleted).ShouldBe(1, "first come, first told");
        for (int i = 0; i < 7; i++)
        {
            (await _exporter.NextAsync()).Deliver();
        }

        await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task WaitForRoom_MoreWaitThanBatchesGo_AllAreToldWhenTheQueueIsEmpty()
    {
        SendingQueue queue = Queue(QueueRig.Plan(size: 2));
        for (int i = 0; i < 3; i++)
        {
            Offer(queue);
        }

        Task[] waiting = [.. Enumerable.Range(0, 5).Select(_ => queue.WaitForRoomAsync(CancellationToken.None).AsTask())];
        (await _exporter.NextAsync()).Deliver();
        (await _exporter.NextAsync()).Deliver();
        await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Reserve_HoldsRoomUntilItIsUsedOrGivenBack()
    {
        SendingQueue queue = Queue(QueueRig.Plan(size: 2), maxBytes: 1000);
        queue.TryReserve(items: 3, bytes: 30).ShouldBeTrue();
        queue.TryReserve(items: 3, bytes: 30).ShouldBeTrue();
        queue.TryReserve(items: 3, bytes: 30).ShouldBeFalse();
        Offer(queue).ShouldBe(EnqueueResult.QueueFull);
        queue.CancelReserve(items: 3, bytes: 30);
        queue.EnqueueReserved(_rig.Batch(items: 3, bytes: 30), _rig.Edge).ShouldBe(EnqueueResult.Enqueued);
        (queue.Size, queue.HeldBytes).ShouldBe((1, 30));
        (await _exporter.NextAsync()).Deliver();
    }

    [Fact]
    public async Task Reserve_GivenBack_TellsWhoWaits()
    {
        SendingQueue queue = Queue(QueueRig.Plan(size: 1));
        queue.TryReserve(items: 1, bytes: 10).ShouldBeTrue();
        Offer(queue).ShouldBe(EnqueueResult.QueueFull);
        Task waiting = queue.WaitForRoomAsync(CancellationToken.None).AsTask();
        queue.CancelReserve(items: 1, bytes: 10);
        await waiting.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void LogRejected_SaysItInTheCollectorsWords()
    {
        Queue(QueueRig.Plan(retry: QueueRig.SteadyRetry)).LogRejected(12, EnqueueResult.QueueFull);
        var line = _rig.Log.Lines.ShouldHaveSingleItem();
        line.Message.ShouldBe("Exporting failed. Rejecting data.");
        line.Fields.ShouldBe(new Dictionary<string, object?> { ["error"] = "sending queue is full", ["rejected_items"] = 12 });
    }
}
