using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;

namespace HotPath.Engine.Tests.Queue;

/// <summary>How a sending queue ends: drained if there is time, counted if there is not.</summary>
public sealed class SendingQueueStopTests : IDisposable
{
    private readonly QueueRig _rig = new();
    private readonly ManualExporter _exporter = new();

    public void Dispose() => _rig.Dispose();

    private SendingQueue Filled(int batches, int consumers = 1, RetryPlan? retry = null)
    {
        SendingQueue queue = _rig.Queue(QueueRig.Plan(consumers, retry: retry), _exporter);
        for (int i = 0; i < batches; i++)
        {
            queue.TryEnqueue(_rig.Batch(items: 10), _rig.Edge).ShouldBe(EnqueueResult.Enqueued);
        }

        return queue;
    }

    [Fact]
    public async Task Stop_NeverUsed_EndsAtOnce()
    {
        SendingQueue queue = Filled(0);
        (await queue.StopAsync(CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task Stop_BatchesWait_AreAllSentFirst()
    {
        SendingQueue queue = Filled(5, consumers: 2);
        Task<long> stopped = queue.StopAsync(CancellationToken.None);
        for (int i = 0; i < 5; i++)
        {
            stopped.IsCompleted.ShouldBeFalse();
            (await _exporter.NextAsync()).Deliver();
        }

        (await stopped).ShouldBe(0);
        (_rig.Edge.Sent, queue.Size).ShouldBe((50, 0));
    }

    [Fact]
    public async Task Stop_ConsumersAreIdle_WakesThem()
    {
        SendingQueue queue = Filled(3, consumers: 3);
        for (int i = 0; i < 3; i++)
        {
            (await _exporter.NextAsync()).Deliver();
        }

        SpinWait.SpinUntil(() => _rig.Edge.Sent == 30, TimeSpan.FromSeconds(60)).ShouldBeTrue($"{_rig.Edge.Sent} of 30 items are sent");
        (await queue.StopAsync(CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task Stop_BackendIsDown_GivesEachBatchOneAttemptAndCountsTheRest()
    {
        SendingQueue queue = Filled(3, retry: QueueRig.SteadyRetry);
        (await _exporter.NextAsync()).Fail();
        await _rig.Clock.WhenArmedAsync();
        Task<long> stopped = queue.StopAsync(CancellationToken.None);
        (await _exporter.NextAsync()).Fail();
        (await _exporter.NextAsync()).Deliver();
        (await stopped).ShouldBe(20);
        (_rig.Edge.Sent, _rig.Edge.FailedByReason["shutting_down"]).ShouldBe((10, 20));
    }

    [Fact]
    public async Task Stop_DeadlinePasses_GivesUpWhatIsLeft()
    {
        using var deadline = new CancellationTokenSource();
        SendingQueue queue = Filled(5, consumers: 2);
        Attempt[] hanging = [await _exporter.NextAsync(), await _exporter.NextAsync()];
        Task<long> stopped = queue.StopAsync(deadline.Token);
        hanging[0].Deliver();
        Attempt next = await _exporter.NextAsync();
        await deadline.CancelAsync();
        (await stopped).ShouldBe(40);
        next.Cancel.IsCancellationRequested.ShouldBeTrue();
        _exporter.HasNext.ShouldBeFalse("after the deadline nothing more is sent");
        (_rig.Edge.Sent, _rig.Edge.FailedByReason["shutting_down"], queue.HeldBytes).ShouldBe((10, 40, 0));
    }

    [Fact]
    public async Task Stop_Stopped_LetsNobodyInAndKeepsNobodyWaiting()
    {
        SendingQueue queue = _rig.Queue(QueueRig.Plan(size: 1), _exporter);
        queue.TryEnqueue(_rig.Batch(), _rig.Edge);
        queue.TryReserve(1, 10).ShouldBeFalse();
        Task waiting = queue.WaitForRoomAsync(CancellationToken.None).AsTask();
        Task<long> stopped = queue.StopAsync(CancellationToken.None);
        await waiting.WaitAsync(TimeSpan.FromSeconds(60));
        Batch late = _rig.Batch();
        queue.TryEnqueue(late, _rig.Edge).ShouldBe(EnqueueResult.ShuttingDown);
        late.Release();
        await queue.WaitForRoomAsync(CancellationToken.None);
        (await _exporter.NextAsync()).Deliver();
        (await stopped).ShouldBe(0);
    }

    [Fact]
    public async Task Stop_RoomReservedBefore_IsGivenBackWithTheRefusal()
    {
        SendingQueue queue = _rig.Queue(QueueRig.Plan(), _exporter);
        queue.TryReserve(items: 2, bytes: 20).ShouldBeTrue();
        (await queue.StopAsync(CancellationToken.None)).ShouldBe(0);
        Batch late = _rig.Batch(items: 2, bytes: 20);
        queue.EnqueueReserved(late, _rig.Edge).ShouldBe(EnqueueResult.ShuttingDown);
        late.Release();
        (queue.Size, queue.HeldBytes).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Stop_Twice_AnswersTheSame()
    {
        SendingQueue queue = Filled(1);
        Task<long> first = queue.StopAsync(new CancellationToken(canceled: true));
        queue.StopAsync(CancellationToken.None).ShouldBeSameAs(first);
        (await first).ShouldBe(10);
    }

    [Fact]
    public async Task Stop_AfterAPartOfAStoredBatchHasGone_SendsTheRest()
    {
        SendingQueue queue = _rig.Queue(QueueRig.Plan(), _exporter);
        Batch batch = _rig.Batch(items: 1);
        _rig.Batch(items: 2).MoveTo(batch);
        var home = new Home();
        _rig.Edge.CountEnqueued(3);
        queue.TryEnqueueStored(batch, _rig.Edge, home).ShouldBeTrue();
        (await _exporter.NextAsync()).Refuse();
        Attempt head = await _exporter.NextAsync();

        Task<long> stop = queue.StopAsync(default);
        head.Deliver();
        Attempt rest = await _exporter.NextAsync();
        rest.Deliver();

        (await stop).ShouldBe(0);
        (head.Items, rest.Items, home.KeptItems).ShouldBe((1, 2, 0));
        _rig.Edge.Sent.ShouldBe(3);
    }

    /// <summary>Where a batch on disk is told how it ended.</summary>
    private sealed class Home : IQueuedHome
    {
        public bool IsStored => true;

        public int? KeptItems { get; private set; }

        public void OnSettled(int keptItems) => KeptItems = keptItems;
    }
}
