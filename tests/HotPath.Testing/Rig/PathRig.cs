using System.Net;
using HotPath.Components.Connectors.Forward;
using HotPath.Components.Extensions.FileStorage;
using HotPath.Components.Extensions.MemoryLimiter;
using HotPath.Components.Processors.Attributes;
using HotPath.Components.Processors.Batch;
using HotPath.Components.Processors.Filter;
using HotPath.Components.Processors.GroupByAttrs;
using HotPath.Components.Processors.MemoryLimiter;
using HotPath.Components.Processors.ProbabilisticSampler;
using HotPath.Components.Processors.Redaction;
using HotPath.Components.Processors.Resource;
using HotPath.Components.Processors.ResourceDetection;
using HotPath.Components.Processors.Span;
using HotPath.Components.Processors.Transform;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using Shouldly;

namespace HotPath.Testing.Rig;

/// <summary>
/// A whole data path without sockets, from YAML, under a fake clock and a tracking slab pool. Its receivers are <c>test</c>, fed by
/// <see cref="DeliverAsync"/>; its exporters are <c>test</c>, whose answers a test scripts. Disposing it proves that nothing leaked.
/// </summary>
public sealed class PathRig : IAsyncDisposable
{
    /// <summary>Memory that the rig's gate allows by default.</summary>
    public const long AvailableBytes = 1L << 30;

    /// <summary>For a drain, in real time: it waits for no clock, only for other threads.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromMinutes(2);

    private readonly TestExporterFactory _exporters = new();
    private readonly TestAuthFactory _authenticators = new();
    private readonly ComponentCatalogue _catalogue;
    private bool _drained;

    private PathRig(string yaml, DataPathOptions options)
    {
        _catalogue = new ComponentCatalogue(
            [new TestReceiverFactory()],
            [
                new BatchFactory(), new MemoryLimiterFactory(options.AvailableBytes), new AttributesFactory(), new ResourceFactory(),
                new FilterFactory(), new TransformFactory(),
                new RedactionFactory(), new SpanFactory(), new ResourceDetectionFactory(),
                new ProbabilisticSamplerFactory(), new GroupByAttrsFactory(),
                new TestInlineFactory(),
            ],
            [_exporters])
        {
            Connectors = [new ForwardFactory()],
            Extensions = [new MemoryLimiterExtensionFactory(options.AvailableBytes), new FileStorageFactory(), _authenticators],
        };
        Path = DataPath.Create(Read(yaml), options with { Time = Clock, OnFault = fault => Faults.Add(fault) });
    }

    /// <summary>The clock that the path lives by.</summary>
    public FakeClock Clock { get; } = new();

    /// <summary>The path.</summary>
    public DataPath Path { get; }

    /// <summary>Faults that stages reported; a test expects none.</summary>
    public List<Exception> Faults { get; } = [];

    /// <summary>
    /// Builds a rig; the receiver and exporter sections are made from the ids that <paramref name="service"/> and
    /// <paramref name="exporters"/> name.
    /// </summary>
    public static PathRig Create(string yaml, Func<DataPathOptions, DataPathOptions>? change = null)
    {
        var options = new DataPathOptions { AvailableBytes = () => AvailableBytes, ResidentBytes = () => 0, TrackSlabs = true };
        return new PathRig(yaml, change is null ? options : change(options));
    }

    /// <summary>
    /// One pipeline of traces: the processors and exporters as given, each exporter of type <c>test</c> with the keys given.
    /// </summary>
    public static PathRig Traces(string processors, string pipelineProcessors, string exporters, string pipelineExporters) => Create(
        $$"""
        receivers: {test: {} }
        processors: { {{processors}} }
        exporters: { {{exporters}} }
        service: {pipelines: {traces: {receivers: [test], processors: [ {{pipelineProcessors}} ], exporters: [ {{pipelineExporters}} ] } } }
        """);

    /// <summary>Every authenticator that was ever made, in order.</summary>
    public IReadOnlyList<TestAuthenticator> AllAuthenticators => _authenticators.All;

    /// <summary>Every exporter that was ever made: a reload makes further ones.</summary>
    public IReadOnlyList<TestExporter> AllExporters => _exporters.All;

    /// <summary>The plan of a configuration without errors.</summary>
    public GatewayPlan Read(string yaml)
    {
        var errors = new ConfigErrors();
        GatewayPlan plan = PlanReader.Read(ConfigComposer.FromText(yaml, "test.yaml", errors), _catalogue, errors);
        errors.Errors.ShouldBeEmpty();
        return plan;
    }

    /// <summary>
    /// Takes over another configuration, and waits until what it took out of use is empty. Returns the items given up for it.
    /// </summary>
    public async Task<long> ReloadAsync(string yaml, TimeSpan? deadline = null)
    {
        PreparedReload prepared = await Path.PrepareAsync(Read(yaml));
        prepared.Commit();
        return await prepared.RetireAsync(deadline ?? TimeSpan.FromHours(1));
    }

    /// <summary>The exporter with this id that was made last.</summary>
    public TestExporter Exporter(string id) => _exporters.Made[ComponentId.Parse(id)];

    /// <summary>Bytes on the account of this name, a tenant's or a pipeline's.</summary>
    public long Held(string account) => Path.Accounts.Single(a => a.Name == account).HeldBytes;

    /// <summary>Delivers a request as a host would: rents, fills, hands over.</summary>
    public async Task<Outcome> DeliverAsync(
        byte[] request, Signal signal = Signal.Traces, string receiver = "test", Deadline? deadline = null,
        IReadOnlyList<(string Key, string Value)>? metadata = null, IPAddress? address = null, CancellationToken cancel = default)
    {
        IIntake intake = Path.IntakeFor(ComponentId.Parse(receiver), signal).ShouldNotBeNull();
        ClientInfo client = Client(intake.Metadata, metadata ?? [], address);
        Admission admission = intake.TryRent(request.Length, out Lease lease, intake.AccountsOf(client));
        if (admission.Kind != AdmissionKind.Admitted)
        {
            bool isTooLarge = admission.Kind == AdmissionKind.TooLarge;
            intake.CountRefused(isTooLarge ? RefuseReason.TooLarge : admission.Reason ?? RefuseReason.Memory, request.Length);
            return isTooLarge ? Outcome.Permanent("too large") : Outcome.Throttled(admission.RetryAfter, admission.Reason);
        }

        request.CopyTo(lease.Writable);
        return await intake.DeliverAsync(lease, deadline, cancel, client);
    }

    /// <summary>What a host makes of these headers and this connection.</summary>
    private static ClientInfo Client(MetadataTable table, IReadOnlyList<(string Key, string Value)> headers, IPAddress? address)
    {
        var draft = new MetadataDraft();
        for (int i = 0; i < table.Keys.Count; i++)
        {
            foreach ((_, string value) in headers.Where(h => string.Equals(h.Key, table.Keys[i], StringComparison.OrdinalIgnoreCase)))
            {
                draft.TryAdd(i, value).ShouldBeTrue();
            }
        }

        return new ClientInfo(table.Find(draft), address);
    }

    /// <summary>Drains, with the exporters' answers as they are scripted by then.</summary>
    public async Task<DrainReport> DrainAsync(TimeSpan? deadline = null)
    {
        _drained = true;
        try
        {
            return await Path.DrainAsync(deadline ?? TimeSpan.FromSeconds(10)).WaitAsync(DrainPatience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"not drained within {DrainPatience}:\n{Path.Ledger}");
        }
    }

    /// <summary>Lets everything go, drains, and checks: ledger balanced, nothing in flight, no batch and no lease out.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (TestExporter exporter in _exporters.All)
        {
            exporter.Release();
        }

        if (!_drained)
        {
            await DrainAsync();
        }

        Faults.ShouldBeEmpty();
        Path.Ledger.Balances.ShouldBeTrue(Path.Ledger.ToString());
        Path.Ledger.Unsettled.ShouldBe(0, Path.Ledger.ToString());
        Path.OutstandingBatches.ShouldBe(0);
        Path.Accounts.ShouldAllBe(static account => account.HeldBytes == 0);
        Path.Dispose();
    }
}
