using HotPath.Components.Exporters.Nop;
using HotPath.Components.Extensions.HealthCheck;
using HotPath.Components.Extensions.MemoryLimiter;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Extensions.MemoryLimiter;

/// <summary>The extension: a gate of the servers that name it.</summary>
public sealed class MemoryLimiterExtensionTests
{
    private const string Limiters =
        "memory_limiter: {check_interval: 1s, limit_mib: 16, spike_limit_mib: 8}, memory_limiter/wide: {check_interval: 1s, limit_mib: 64}";

    [Fact]
    public async Task Receiver_BehindTheExtension_IsRefusedAtItsSoftLimit()
    {
        await using PathRig rig =
            Rig("test: {middlewares: [memory_limiter]}, test/2: {middlewares: [memory_limiter/wide]}", "[test, test/2]");
        IIntake limited = rig.Path.IntakeFor(ComponentId.Parse("test"), Signal.Traces).ShouldNotBeNull();
        IIntake wide = rig.Path.IntakeFor(ComponentId.Parse("test/2"), Signal.Traces).ShouldNotBeNull();
        rig.Path.Budget.LimitBytes.ShouldBeInRange(32 << 20, 64 << 20);

        limited.TryRent(3 << 20, out Lease held).Kind.ShouldBe(AdmissionKind.Admitted);
        Admission refused = limited.TryRent(3 << 20, out _);
        wide.TryRent(3 << 20, out Lease other).Kind.ShouldBe(AdmissionKind.Admitted);
        held.Return();
        other.Return();

        refused.Kind.ShouldBe(AdmissionKind.Throttled);
        refused.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        (await rig.DeliverAsync(SampleRequests.Traces(5, seed: 1))).ShouldBe(Outcome.Ok);
        await rig.DrainAsync();
        rig.Exporter("test").Items.ShouldBe(5);
    }

    [Fact]
    public async Task Guests_OfAServerBehindTheExtension_AreBehindItToo()
    {
        await using PathRig rig =
            Rig("test: {middlewares: [memory_limiter]}, test/2: {middlewares: [memory_limiter/wide]}", "[test, test/2]");
        IIntake guests = rig.Path.IntakeFor(ComponentId.Parse("test"), Signal.Traces, ReceiverPlan.HttpTransport).ShouldNotBeNull();

        guests.TryRent(3 << 20, out Lease held).Kind.ShouldBe(AdmissionKind.Admitted);
        Admission refused = guests.TryRent(3 << 20, out _);
        held.Return();

        refused.Kind.ShouldBe(AdmissionKind.Throttled);
    }

    [Fact]
    public async Task Receiver_WithoutTheExtension_StandsBehindTheDefaultGate()
    {
        await using PathRig rig = Rig("test: {middlewares: [memory_limiter]}, test/2: {}", "[test, test/2]");

        rig.Path.Budget.LimitBytes.ShouldBeGreaterThan(PathRig.AvailableBytes / 2);
    }

    [Fact]
    public void Servers_AllBehindTheExtension_NeedNoProcessor()
    {
        (GatewayPlan plan, ConfigErrors errors) = Read("[{id: memory_limiter}]", "[memory_limiter]");

        errors.Errors.ShouldBeEmpty();
        errors.Warnings.ShouldBeEmpty();
        plan.Receivers.Values.Single().Middlewares.Select(use => $"{use.Transport} {use.Id}")
            .ShouldBe(["grpc memory_limiter", "http memory_limiter"]);
        plan.Extensions.OfType<GateExtensionPlan>().Single().Gate.SoftLimitBytes.ShouldBe(8 << 20);
    }

    [Theory]
    [InlineData(
        "[{id: memory_limit}]",
        "[memory_limiter]",
        "middlewares[0]::id: the extension 'memory_limit' is not configured; did you mean 'memory_limiter'?")]
    [InlineData("[{id: memory_limiter}]", "[]", "the extension 'memory_limiter' is not started: list it under service::extensions")]
    [InlineData("[{id: health_check}]", "[health_check]", "the extension 'health_check' can't be a middleware; memory_limiter can")]
    [InlineData("[{name: x}]", "[]", "middlewares[0]::name: unknown key")]
    [InlineData("[{}]", "[]", "a middleware needs the id of an extension: write {id: memory_limiter}")]
    [InlineData("[memory_limiter]", "[]", "middlewares[0]: must be a map")]
    public void Middleware_ThatIsNone_IsAnError(string middlewares, string started, string expected) =>
        Read(middlewares, started).Errors.Errors.ShouldContain(e => e.ToString().Contains(expected));

    [Fact]
    public void Extension_ThatNoServerNames_IsWarnedOf() =>
        Read("[]", "[memory_limiter]").Errors.Warnings.ShouldContain(w => w.ToString().Contains("'memory_limiter' limits nothing"));

    private static PathRig Rig(string receivers, string used) => PathRig.Create(
        $$"""
        receivers: { {{receivers}} }
        exporters: {test: {} }
        extensions: { {{Limiters}} }
        service:
          extensions: [memory_limiter, memory_limiter/wide]
          pipelines: {traces: {receivers: {{used}}, exporters: [test]} }
        """);

    private static (GatewayPlan Plan, ConfigErrors Errors) Read(string middlewares, string started)
    {
        var errors = new ConfigErrors();
        var catalogue = new ComponentCatalogue([new OtlpReceiverFactory()], [], [new NopExporterFactory()])
        {
            Extensions = [new HealthCheckFactory(), new MemoryLimiterExtensionFactory(static () => 1L << 30)],
        };
        ConfigNode root = ConfigComposer.FromText(
            $$"""
            receivers: {otlp: {protocols: {grpc: {middlewares: {{middlewares}} }, http: {middlewares: {{middlewares}} } } } }
            exporters: {nop: }
            extensions: {health_check: , {{Limiters}} }
            service: {extensions: {{started}}, pipelines: {traces: {receivers: [otlp], exporters: [nop]} } }
            """,
            "t.yaml",
            errors);
        return (PlanReader.Read(root, catalogue, errors), errors);
    }
}
