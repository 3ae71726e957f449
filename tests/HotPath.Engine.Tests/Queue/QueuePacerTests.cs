using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;

namespace HotPath.Engine.Tests.Queue;

/// <summary>Who is kept by a queue that is ahead of its consumers, and for how long.</summary>
public sealed class QueuePacerTests : IAsyncLifetime, IDisposable
{
    private const int BatchBytes = (int)(QueuePacer.LeastBytes / 4);

    private readonly QueueRig _rig = new();
    private readonly ManualExporter _exporter = new();
    private readonly SendingQueue _queue;

    public QueuePacerTests() => _queue = _rig.Queue(QueueRig.Plan(consumers: 1), _exporter);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _queue.DisposeAsync();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Pace_ConsumersKeepUp_KeepsNobody()
    {
        await FillAsync(batches: QueuePacer.WaitingEntries, 4 * BatchBytes / QueuePacer.WaitingEntries);

        _queue.HeldBytes.ShouldBe(QueuePacer.LeastBytes);
        Pace().IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Pace_LittleIsHeld_KeepsNobody()
    {
        await FillAsync(batches: 100, bytes: 10);

        Pace().IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Pace_QueueIsAhead_IsKeptUntilConsumersHaveTakenEnough()
    {
        Attempt first = await FillAsync(batches: QueuePacer.WaitingEntries + 3, BatchBytes);
        Task pace = Pace();

        first.Deliver();
        Attempt second = await _exporter.NextAsync();
        pace.IsCompleted.ShouldBeFalse();
        second.Deliver();
        Attempt third = await _exporter.NextAsync();
        pace.IsCompleted.ShouldBeFalse();
        third.Deliver();

        await pace.WaitAsync(TimeSpan.FromSeconds(60));
        (await _exporter.NextAsync()).Deliver();
    }

    [Fact]
    public async Task Pace_NobodyTakes_IsKeptForTheLongestWait()
    {
        await FillAsync(batches: QueuePacer.WaitingEntries + 3, BatchBytes);
        Task pace = Pace();

        _rig.Clock.Advance(QueuePacer.LongestWait - TimeSpan.FromTicks(1));
        pace.IsCompleted.ShouldBeFalse();
        _rig.Clock.Advance(TimeSpan.FromTicks(1));

        await pace.WaitAsync(TimeSpan.FromSeconds(60));
        Pace().IsCompleted.ShouldBeFalse();
        _rig.Clock.Advance(QueuePacer.LongestWait);
    }

    [Fact]
    public async Task Pace_AnotherIsKept_KeepsNobodyElse()
    {
        await FillAsync(batches: QueuePacer.WaitingEntries + 3, BatchBytes);
        Task pace = Pace();

        Pace().IsCompletedSuccessfully.ShouldBeTrue();

        _rig.Clock.Advance(QueuePacer.LongestWait);
        await pace.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Pace_BackendHangs_KeepsNobody()
    {
        await FillAsync(batches: QueuePacer.WaitingEntries + 3, BatchBytes);
        _rig.Clock.Advance(QueuePacer.StandsStill);

        Pace().IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Pace_QueueStops_LetsGo()
    {
        await FillAsync(batches: QueuePacer.WaitingEntries + 3, BatchBytes);
        Task pace = Pace();

        await _queue.StopAsync(new CancellationToken(canceled: true));

        await pace.WaitAsync(TimeSpan.FromSeconds(60));
        Pace().IsCompletedSuccessfully.ShouldBeTrue();
    }

    private Task Pace() => _queue.PaceAsync().AsTask();

    /// <summary>Enqueues, and returns the attempt that the only consumer is at.</summary>
    private async Task<Attempt> FillAsync(int batches, int bytes)
    {
        _queue.TryEnqueue(_rig.Batch(1, bytes), _rig.Edge).ShouldBe(EnqueueResult.Enqueued);
        Attempt first = await _exporter.NextAsync();
        for (int i = 1; i < batches; i++)
        {
            _queue.TryEnqueue(_rig.Batch(1, bytes), _rig.Edge).ShouldBe(EnqueueResult.Enqueued);
        }

        return first;
    }
}
