using HotPath.Components.Exporters.OtlpHttp;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Testing;

namespace HotPath.Components.Tests.Exporters.OtlpHttp;

/// <summary>
/// An OTLP/HTTP exporter from YAML, over tracked slabs. Disposing it proves that every lease came back, and that nobody wrote to one
/// afterwards.
/// </summary>
internal sealed class OtlpHttpRig : IAsyncDisposable
{
    private readonly SlabPool _slabs;
    private readonly BatchPool _batches = new();

    private OtlpHttpRig(string yaml, Signal signal, long budgetBytes, Authenticators? authenticators)
    {
        Budget = new MemoryBudget(budgetBytes, budgetBytes);
        _slabs = new SlabPool(Budget, tracking: true);
        Plan = Read(yaml, out ConfigErrors errors);
        errors.Errors.ShouldBeEmpty();
        Signal = signal;
        Exporter = Plan.CreateExporter(new ExporterContext(signal, _slabs, Clock, Log)
        {
            Authenticators = authenticators ?? Authenticators.Empty,
        });
    }

    public MemoryBudget Budget { get; }

    public FakeClock Clock { get; } = new();

    public Signal Signal { get; }

    public OtlpHttpExporterPlan Plan { get; }

    public CapturedLog Log { get; } = new();

    public long OutstandingLeases => _slabs.OutstandingLeases;

    public IExporter Exporter { get; }

    /// <summary>An exporter with the keys given, written as flow YAML.</summary>
    public static OtlpHttpRig Create(
        string keys, Signal signal = Signal.Traces, long budgetBytes = 1 << 30, Authenticators? authenticators = null) =>
        new($"{{{keys}}}", signal, budgetBytes, authenticators);

    /// <summary>An exporter to a sink.</summary>
    public static OtlpHttpRig To(
        string endpoint, string more = "compression: none", Signal signal = Signal.Traces, Authenticators? authenticators = null) =>
        Create($"endpoint: '{endpoint}', {more}", signal, authenticators: authenticators);

    public static OtlpHttpExporterPlan Read(string yaml, out ConfigErrors errors)
    {
        errors = new ConfigErrors();
        var map = new ConfigMap(ConfigComposer.FromText(yaml, "t.yaml", errors), errors);
        return (OtlpHttpExporterPlan)new OtlpHttpExporterFactory().Read(new ComponentId("otlp_http", ""), map);
    }

    /// <summary>A batch of whole requests, held by the caller.</summary>
    public Batch Batch(params ReadOnlySpan<byte[]> requests)
    {
        Batch batch = _batches.Rent(Signal);
        foreach (byte[] request in requests)
        {
            _slabs.TryRent(request.Length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
            request.CopyTo(lease.Writable);
            WalkResult walk = OtlpWalk.Check(Signal, request);
            batch.Add(new Part(lease, 0, walk.Items, request.Length, walk.Resources, IsWhole: true));
        }

        return batch;
    }

    /// <summary>Sends a batch as a chain would: holds it until the exporter has answered, and not a moment longer.</summary>
    public async Task<SendResult> SendAsync(byte[] request, CancellationToken cancel = default)
    {
        Batch batch = Batch(request);
        try
        {
            return await Exporter.SendAsync(batch, cancel);
        }
        finally
        {
            batch.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Exporter.DisposeAsync();
        _batches.Outstanding.ShouldBe(0);
        OutstandingLeases.ShouldBe(0);
        Budget.ChargedBytes.ShouldBe(0);
        _slabs.Dispose();
    }
}
