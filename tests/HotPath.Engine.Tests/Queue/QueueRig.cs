using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;
using HotPath.Testing;

namespace HotPath.Engine.Tests.Queue;

/// <summary>
/// What stands around a queue: batches over tracked slabs, an edge, a fake clock, a log. Disposing it proves that every batch was released
/// once and that the edge balances.
/// </summary>
internal sealed class QueueRig : IDisposable
{
    private readonly SlabPool _slabs = new(new MemoryBudget(1 << 30, 1 << 30), tracking: true);
    private readonly BatchPool _batches = new();

    public static RetryPlan SteadyRetry { get; } =
        new(Enabled: true, TimeSpan.FromSeconds(1), 0, 2, TimeSpan.FromSeconds(4), TimeSpan.FromMinutes(5));

    public FakeClock Clock { get; } = new();

    public CapturedLog Log { get; } = new();

    public EdgeLedger Edge { get; } = new("traces", "otlp");

    public long OutstandingBatches => _batches.Outstanding;

    public SlabPool Slabs => _slabs;

    public BatchPool Batches => _batches;

    public static ExportPlan Plan(
        int consumers = 1, long size = 1000, QueueSizer sizer = QueueSizer.Requests, RetryPlan? retry = null, TimeSpan timeout = default) =>
        new(new QueuePlan(true, consumers, size, sizer, BlockOnOverflow: false), retry ?? RetryPlan.Disabled, timeout);

    public SendingQueue Queue(ExportPlan plan, IExporter exporter, long maxBytes = long.MaxValue) =>
        new(plan, exporter, () => maxBytes, Clock, Log);

    public ExportChain Chain(ExportPlan plan, IExporter exporter, double random = 0.5) => new(plan, exporter, Clock, Log, () => random);

    /// <summary>A batch of so many items and bytes, held by the caller.</summary>
    public Batch Batch(int items = 1, int bytes = 10)
    {
        _slabs.TryRent(bytes, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        lease.Writable.Fill((byte)items);
        return _batches.RentFor(Signal.Traces, lease, items, resources: 1);
    }

    /// <summary>A batch of a real request, which can be cut, held by the caller.</summary>
    public Batch Request(byte[] request, int items, int resources, Signal signal = Signal.Traces)
    {
        _slabs.TryRent(request.Length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        request.CopyTo(lease.Writable);
        return _batches.RentFor(signal, lease, items, resources);
    }

    public void Dispose()
    {
        OutstandingBatches.ShouldBe(0);
        Edge.Balances.ShouldBeTrue();
        Edge.Queued.ShouldBe(0);
        Edge.InFlight.ShouldBe(0);
        _slabs.Dispose();
    }
}
