using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;

namespace HotPath.Engine.Tests.Queue;

/// <summary>
/// Whatever a backend does, and whenever the queue is stopped: every item offered is accounted for once, and every batch is released once
/// (the tracking pool and <see cref="QueueRig"/> see to that).
/// </summary>
public sealed class SendingQueueLedgerTests
{
    private const int Producers = 3;
    private const int BatchesEach = 40;

    [Fact]
    public async Task Queue_AnyBackendAnyPlan_AccountsForEveryItem()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            await RunAsync(seed, stopEarly: seed % 2 == 1);
        }
    }

    private static async Task RunAsync(int seed, bool stopEarly)
    {
        var random = new Random(seed);
        using var rig = new QueueRig();
        var exporter = new MoodyExporter(seed);
        SendingQueue queue = rig.Queue(AnyPlan(random), exporter, maxBytes: random.Next(50, 2000));
        using var over = new CancellationTokenSource();
        Task clock = Task.Run(() => TurnClockAsync(rig, over.Token));
        IEnumerable<int> seeds = Enumerable.Range(seed * Producers, Producers);
        Task<long>[] producers = [.. seeds.Select(each => Task.Run(() => ProduceAsync(rig, queue, each)))];
        if (!stopEarly)
        {
            await Task.WhenAll(producers);
        }

        using var deadline = new CancellationTokenSource();
        Task<long> stopped = queue.StopAsync(deadline.Token);
        if (random.Next(2) == 0)
        {
            await deadline.CancelAsync();
        }

        long cut = await stopped;
        long offered = (await Task.WhenAll(producers)).Sum();
        await over.CancelAsync();
        await clock;

        string what = $"seed {seed}";
        rig.Edge.Balances.ShouldBeTrue(what);
        (rig.Edge.Queued, rig.Edge.InFlight, queue.Size, queue.HeldBytes).ShouldBe((0, 0, 0, 0), what);
        (rig.Edge.Enqueued + rig.Edge.EnqueueFailed).ShouldBe(offered, what);
        (rig.Edge.Sent + rig.Edge.Rejected, rig.Edge.Rejected).ShouldBe((exporter.Taken, exporter.Rejected), what);
        rig.Edge.FailedByReason["shutting_down"].ShouldBe(cut, what);
        rig.OutstandingBatches.ShouldBe(0, what);
    }

    private static ExportPlan AnyPlan(Random random) => QueueRig.Plan(
        consumers: random.Next(1, 5),
        size: random.Next(1, 100),
        sizer: (QueueSizer)random.Next(3),
        retry: QueueRig.SteadyRetry with { Enabled = random.Next(2) == 0, MaxElapsedTime = TimeSpan.FromSeconds(random.Next(5, 20)) },
        timeout: TimeSpan.FromSeconds(random.Next(1, 3)));

    /// <summary>Offers batches in each of the ways there are; returns the items offered.</summary>
    private static async Task<long> ProduceAsync(QueueRig rig, SendingQueue queue, int seed)
    {
        var random = new Random(seed);
        long offered = 0;
        for (int i = 0; i < BatchesEach; i++)
        {
            Batch batch = rig.Batch(random.Next(1, 20), random.Next(1, 100));
            offered += batch.Items;
            EnqueueResult result = random.Next(3) switch
            {
                0 => queue.TryEnqueue(batch, rig.Edge),
                1 => await WaitAndEnqueueAsync(rig, queue, batch),
                _ => Reserve(rig, queue, batch),
            };
            if (result != EnqueueResult.Enqueued)
            {
                rig.Edge.CountEnqueueFailed(batch.Items, "not_let_in");
                batch.Release();
            }
        }

        return offered;
    }

    private static async Task<EnqueueResult> WaitAndEnqueueAsync(QueueRig rig, SendingQueue queue, Batch batch)
    {
        EnqueueResult result;
        while ((result = queue.TryEnqueue(batch, rig.Edge)) == EnqueueResult.QueueFull)
        {
            try
            {
                await queue.WaitForRoomAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
            }
            catch (TimeoutException)
            {
                throw new TimeoutException(
                    $"no room within a minute: {queue.Size} of {queue.Capacity} are held, {queue.UnderWay} under way; "
                    + $"a timer is due in {rig.Clock.NextDue}");
            }
        }

        return result;
    }

    private static EnqueueResult Reserve(QueueRig rig, SendingQueue queue, Batch batch)
    {
        if (!queue.TryReserve(batch.Items, batch.Bytes))
        {
            return EnqueueResult.QueueFull;
        }

        if (batch.Items % 4 == 0)
        {
            queue.CancelReserve(batch.Items, batch.Bytes);
            return EnqueueResult.QueueFull;
        }

        return queue.EnqueueReserved(batch, rig.Edge);
    }

    /// <summary>Time passes whenever somebody waits for it.</summary>
    private static async Task TurnClockAsync(QueueRig rig, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            if (rig.Clock.NextDue is { } due)
            {
                rig.Clock.Advance(due);
            }

            await Task.Yield();
        }
    }
}
