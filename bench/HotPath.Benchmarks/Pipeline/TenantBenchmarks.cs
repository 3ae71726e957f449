using BenchmarkDotNet.Attributes;
using HotPath.Components.Exporters.Nop;
using HotPath.Components.Processors.MemoryLimiter;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Benchmarks.Pipeline;

/// <summary>
/// What a tenant's account costs a request, from its headers to the return of its bytes: to find it, to ask it, to charge it and to refund
/// it; against the same without accounts, for messages in a slab of their own and in a shared one. Tenants take turns. Per request.
/// </summary>
public class TenantBenchmarks
{
    private const int RequestsInACall = 1000;
    private const int LargeBytes = 100_000;
    private const int SmallBytes = 4_000;
    private const string Header = "x-tenant";

    private readonly MetadataDraft _draft = new();
    private readonly MetadataTable _table = new(MetadataKeys.Of([Header]));
    private IIntake _with = null!;
    private IIntake _without = null!;
    private string[] _names = [];
    private ClientInfo[] _clients = [];
    private int _next;

    /// <summary>How many tenants there are.</summary>
    [Params(1, 100, 10_000)]
    public int Tenants { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _with = IntakeOf($"hotpath: {{tenants: {{metadata_key: {Header}, limit_mib: 64, max_tenants: 20000}}}}");
        _without = IntakeOf("hotpath: {}");
        _names = [.. Enumerable.Range(0, Tenants).Select(static i => $"tenant-{i}")];
        _clients = [.. _names.Select(name => new ClientInfo(Find(name)))];
        foreach (ClientInfo client in _clients)
        {
            _with.AccountsOf(client);
        }
    }

    [Benchmark(OperationsPerInvoke = RequestsInACall, Baseline = true)]
    public long LargeWithoutAccounts() => Run(_without, LargeBytes);

    [Benchmark(OperationsPerInvoke = RequestsInACall)]
    public long Large() => Run(_with, LargeBytes);

    [Benchmark(OperationsPerInvoke = RequestsInACall)]
    public long SmallWithoutAccounts() => Run(_without, SmallBytes);

    [Benchmark(OperationsPerInvoke = RequestsInACall)]
    public long Small() => Run(_with, SmallBytes);

    /// <summary>What comes before: the header's value to the metadata that is shared by all who say the same.</summary>
    [Benchmark(OperationsPerInvoke = RequestsInACall)]
    public int FindMetadata()
    {
        int values = 0;
        for (int i = 0; i < RequestsInACall; i++)
        {
            values += Find(_names[Next()]).Values(Header).Length;
        }

        return values;
    }

    private long Run(IIntake intake, int bytes)
    {
        long rented = 0;
        for (int i = 0; i < RequestsInACall; i++)
        {
            SlabAccounts? accounts = intake.AccountsOf(_clients[Next()]);
            if (intake.Ask(accounts).Kind == AdmissionKind.Admitted
                && intake.TryRent(bytes, out Lease lease, accounts).Kind == AdmissionKind.Admitted)
            {
                rented += lease.Length;
                lease.Return();
            }
        }

        return rented == (long)bytes * RequestsInACall ? rented : throw new InvalidOperationException("a request was refused");
    }

    private int Next() => _next = _next + 1 < Tenants ? _next + 1 : 0;

    private ClientMetadata Find(string tenant)
    {
        _draft.Clear();
        _draft.TryAdd(0, tenant);
        return _table.Find(_draft);
    }

    private static IIntake IntakeOf(string own)
    {
        string yaml =
            $$"""
            receivers: {otlp: {protocols: {grpc: {endpoint: "localhost:0", include_metadata: true} } } }
            processors: {memory_limiter: {check_interval: 1h, limit_mib: 1024, {{own}} } }
            exporters: {nop: {} }
            service: {pipelines: {traces: {receivers: [otlp], processors: [memory_limiter], exporters: [nop]} } }
            """;
        var errors = new ConfigErrors();
        var catalogue = new ComponentCatalogue(
            [new OtlpReceiverFactory()], [new MemoryLimiterFactory(static () => 1L << 32)], [new NopExporterFactory()]);
        GatewayPlan plan = PlanReader.Read(ConfigComposer.FromText(yaml, "bench.yaml", errors), catalogue, errors);
        if (errors.Errors.Count > 0)
        {
            throw new InvalidOperationException(string.Join("; ", errors.Errors));
        }

        var path = DataPath.Create(plan, new DataPathOptions { ResidentBytes = static () => 0 });
        return path.IntakeFor(ComponentId.Parse("otlp"), Signal.Traces)!;
    }
}
