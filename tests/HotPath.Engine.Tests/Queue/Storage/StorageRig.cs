using HotPath.Core;
using HotPath.Core.Storage;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Engine.Queue;
using HotPath.Engine.Queue.Storage;
using HotPath.Engine.Telemetry;
using HotPath.Testing;

namespace HotPath.Engine.Tests.Queue.Storage;

/// <summary>
/// A directory and the persistent queue in it, which can be stopped and started again as another process would: with ledgers of its own. A
/// batch is told by its number of items.
/// </summary>
internal sealed class StorageRig : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly List<Exception> _faults = [];
    private readonly ExportPlan _chain;

    public StorageRig(ExportPlan? chain = null) => _chain = chain ?? QueueRig.Plan(retry: QueueRig.SteadyRetry);

    public QueueRig Queues { get; } = new();

    public ManualExporter Exporter { get; private set; } = new();

    public PersistentQueue Queue { get; private set; } = null!;

    public EdgeLedger Edge { get; private set; } = null!;

    /// <summary>The queue's share of the memory budget.</summary>
    public long ShareBytes { get; set; } = long.MaxValue;

    /// <summary>What the disk does before each access: throws, or nothing.</summary>
    public Action<SegmentIo, string, long>? Disk { get; set; }

    public StoragePlan Storage { get; set; } = new(ComponentId.Parse("file_storage"), "") { CreateDirectory = true };

    public string Directory => Path.Combine(_folder.Path, "store");

    /// <summary>The files of the queue, but for its lock.</summary>
    public string[] Files =>
    [
        .. System.IO.Directory.EnumerateFiles(Directory, "*", SearchOption.AllDirectories)
            .Where(static f => Path.GetFileName(f) != "lock")
            .Order(),
    ];

    /// <summary>Starts a process: a queue on what the last one left.</summary>
    public StorageRig Start()
    {
        Exporter = new ManualExporter();
        Edge = new EdgeLedger("traces", "otlp");
        Queue = Open();
        Queue.Attach(Edge);
        Queue.Start(_faults.Add);
        return this;
    }

    public PersistentQueue Open() => new(
        new Plan(_chain),
        Storage with { Directory = Directory },
        Exporter,
        new PersistentQueueContext(Signal.Traces, Queues.Slabs, Queues.Batches, () => ShareBytes, Queues.Clock, Queues.Log)
        {
            BeforeIo = (io, path, offset) => Disk?.Invoke(io, path, offset),
        });

    /// <summary>Pushes a batch and waits until it is written.</summary>
    public async Task<Outcome> PushAsync(int items, int bytes = 10)
    {
        Queue.TryEnqueue(Queues.Batch(items, bytes), Edge, asks: true, default, out Task<Outcome>? answer).ShouldBe(EnqueueResult.Enqueued);
        return await answer!.WaitAsync(Patience);
    }

    public async Task<int> DeliverNextAsync()
    {
        Attempt attempt = await Exporter.NextAsync();
        attempt.Deliver();
        return attempt.Items;
    }

    /// <summary>What there is, for whoever has to find out why a test failed.</summary>
    public string State =>
        $"the queue holds {Queue.Size}, in memory {Queue.HeldBytes} bytes; {Exporter.UnderWay} attempts are under way; "
        + $"of {Edge.Enqueued} items {Edge.Sent} are sent, {Edge.Failed} failed, {Edge.Queued} queued; "
        + $"on disk: {(System.IO.Directory.Exists(Directory) ? string.Join(' ', Files.Select(Path.GetFileName)) : "no directory")}; "
        + $"log: {string.Join(" | ", Queues.Log.Lines.Select(static line => line.Message))}";

    /// <summary>Waits until nothing is left in the queue, whatever is on the disk.</summary>
    public void ShouldHoldNothing() => SpinWait.SpinUntil(() => Queue.Size == 0, Patience).ShouldBeTrue(State);

    /// <summary>Waits until nothing is left on the disk.</summary>
    public void ShouldBecomeEmpty()
    {
        SpinWait.SpinUntil(() => Files.Length == 0 && Queue.Size == 0, Patience).ShouldBeTrue(State);
        Queue.DiskBytes.ShouldBe(0);
    }

    /// <summary>Ends the process in order; attempts under way are cut.</summary>
    public async Task<long> StopAsync()
    {
        long lost = await Queue.StopAsync(new CancellationToken(canceled: true)).WaitAsync(Patience);
        _faults.ShouldBeEmpty();
        Edge.Balances.ShouldBeTrue($"{Edge.Enqueued} = {Edge.Sent} + {Edge.Rejected} + {Edge.Failed} + {Edge.Queued} + {Edge.InFlight}");
        Edge.InFlight.ShouldBe(0);
        return lost;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Queues.Dispose();
        _folder.Dispose();
    }

    private sealed record Plan(ExportPlan Export) : ExporterPlan(ComponentId.Parse("otlp/far"), Export)
    {
        public override IExporter CreateExporter(ExporterContext context) => throw new NotSupportedException();
    }
}
