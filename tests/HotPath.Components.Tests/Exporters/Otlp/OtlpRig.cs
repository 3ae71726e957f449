using HotPath.Components.Exporters.Otlp;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Testing;

namespace HotPath.Components.Tests.Exporters.Otlp;

/// <summary>
/// An OTLP exporter from YAML, over tracked slabs. Disposing it proves that every lease came back, and that nobody wrote to one afterwards.
/// </summary>
internal sealed class OtlpRig : IAsyncDisposable
{
    private readonly SlabPool _slabs;
    private readonly BatchPool _batches = new();
    private readonly IExporter _exporter;

    private OtlpRig(string yaml, long budgetBytes, Authenticators? authenticators)
    {
        Budget = new MemoryBudget(budgetBytes, budgetBytes);
        _slabs = new SlabPool(Budget, tracking: true);
        Plan = Read(yaml, out ConfigErrors errors);
        errors.Errors.ShouldBeEmpty();
        _exporter = Plan.CreateExporter(new ExporterContext(Signal.Traces, _slabs, TimeProvider.System, Log)
        {
            Authenticators = authenticators ?? Authenticators.Empty,
        });
    }

    public MemoryBudget Budget { get; }

    public OtlpExporterPlan Plan { get; }

    public CapturedLog Log { get; } = new();

    public long OutstandingLeases => _slabs.OutstandingLeases;

    public IExporter Exporter => _exporter;

    /// <summary>An exporter with the keys given, written as flow YAML.</summary>
    public static OtlpRig Create(string keys, long budgetBytes = 1 << 30, Authenticators? authenticators = null) =>
        new($"{{{keys}}}", budgetBytes, authenticators);

    /// <summary>A plaintext exporter to a sink.</summary>
    public static OtlpRig To(string endpoint, string more = "compression: none", Authenticators? authenticators = null) =>
        Create($"endpoint: '{endpoint}', tls: {{insecure: true}}, {more}", authenticators: authenticators);

    public static OtlpExporterPlan Read(string yaml, out ConfigErrors errors)
    {
        errors = new ConfigErrors();
        var map = new ConfigMap(ConfigComposer.FromText(yaml, "t.yaml", errors), errors);
        return (OtlpExporterPlan)new OtlpExporterFactory().Read(new ComponentId("otlp", ""), map);
    }

    /// <summary>A batch of whole requests, held by the caller.</summary>
    public Batch Batch(Signal signal, params ReadOnlySpan<byte[]> requests)
    {
        Batch batch = _batches.Rent(signal);
        foreach (byte[] request in requests)
        {
            _slabs.TryRent(request.Length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
            request.CopyTo(lease.Writable);
            WalkResult walk = OtlpWalk.Check(signal, request);
            batch.Add(new Part(lease, 0, walk.Items, request.Length, walk.Resources, IsWhole: true));
        }

        return batch;
    }

    /// <summary>Sends a batch as a chain would: holds it until the exporter has answered, and not a moment longer.</summary>
    public async Task<SendResult> SendAsync(Signal signal, byte[] request, CancellationToken cancel = default)
    {
        Batch batch = Batch(signal, request);
        try
        {
            return await _exporter.SendAsync(batch, cancel);
        }
        finally
        {
            batch.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _exporter.DisposeAsync();
        _batches.Outstanding.ShouldBe(0);
        OutstandingLeases.ShouldBe(0);
        Budget.ChargedBytes.ShouldBe(0);
        _slabs.Dispose();
    }
}
