using HotPath.Core.Memory;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Tests.Telemetry.Metrics;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Pipeline;

/// <summary>
/// A tenant fills its share of the memory and is refused; the others go on. The rig proves in each test that the ledger balances, and that
/// nothing is left on any account.
/// </summary>
public sealed class TenantTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>As many as there may be, of all accounts together.</summary>
    private const int CombinationsOfAProcess = 1 << 16;

    private static readonly byte[] Request = SampleRequests.Traces(400, seed: 1);

    [Theory]
    [InlineData("", "")]
    [InlineData("batch: {send_batch_size: 1000, send_batch_max_size: 1000}", "batch")]
    [InlineData("attributes: {actions: [{key: a, value: b, action: insert}]}", "attributes")]
    public async Task NoisyTenant_AtAHungBackend_IsRefusedWithADelayWhileAQuietOneGoesOn(string processors, string names)
    {
        await using PathRig rig = Rig("tenants: {metadata_key: X-Tenant, limit_mib: 2}", processors, names);
        rig.Exporter("test").Hang();
        int taken = 0;
        Outcome refused;
        while ((refused = await Send(rig, "noisy")).Kind == OutcomeKind.Ok)
        {
            (++taken).ShouldBeLessThan(10_000);
        }

        refused.Kind.ShouldBe(OutcomeKind.Throttled);
        refused.Message!.ShouldContain("tenant");
        refused.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        rig.Clock.Advance(TimeSpan.FromSeconds(9));
        (await Send(rig, "noisy")).RetryAfter.ShouldBe(TimeSpan.FromSeconds(9));
        Held(rig, "noisy").ShouldBeInRange(1 << 20, 2 << 20);
        rig.Path.Ledger.Receivers[0].RefusedRequests[RefuseReason.Tenant].ShouldBe(2);

        for (int i = 0; i < 5; i++)
        {
            (await Send(rig, "quiet")).ShouldBe(Outcome.Ok);
        }

        rig.Exporter("test").Release();
        await rig.DrainAsync().WaitAsync(Patience);
        rig.Exporter("test").Items.ShouldBe(400 * (taken + 5));
    }

    [Fact]
    public async Task NoisyTenant_WhenItsShareHasDrained_IsTakenAgain()
    {
        await using PathRig rig = Rig("tenants: {metadata_key: x-tenant, limit_mib: 1}");
        rig.Exporter("test").Hang();
        while ((await Send(rig, "noisy")).Kind == OutcomeKind.Ok)
        {
        }

        rig.Exporter("test").Release();
        SpinWait.SpinUntil(() => Held(rig, "noisy") == 0, Patience).ShouldBeTrue($"{Held(rig, "noisy")} bytes are held: {rig.Path.Ledger}");

        (await Send(rig, "noisy")).ShouldBe(Outcome.Ok);
    }

    [Fact]
    public async Task RequestLargerThanTheShare_WhileNothingIsHeld_IsTaken()
    {
        byte[] large = SampleRequests.Traces(20_000, seed: 3);
        large.Length.ShouldBeGreaterThan(1 << 20);
        await using PathRig rig = Rig("tenants: {metadata_key: x-tenant, limit_mib: 1}");

        (await Send(rig, "noisy", large)).ShouldBe(Outcome.Ok);
    }

    [Fact]
    public async Task TenantsBeyondTheMost_ShareOneAccountAndAreCounted()
    {
        await using PathRig rig = Rig("tenants: {metadata_key: x-tenant, limit_mib: 1, max_tenants: 2}");
        rig.Exporter("test").Hang();
        foreach (string tenant in new[] { "a", "b", "c", "d", "c" })
        {
            (await Send(rig, tenant)).ShouldBe(Outcome.Ok);
        }

        rig.Path.Accounts.Select(static a => a.Name).Order().ShouldBe(["(others)", "a", "b"]);
        Held(rig, "(others)").ShouldBe(3 * Held(rig, "a"));
        string metrics = Scrape.Text(rig.Path.Metrics);
        metrics.ShouldContain("hotpath_tenant_shared_requests{");
        metrics.ShouldContain("tenant=\"a\"");
    }

    [Fact]
    public async Task WhoSaysNothing_HasAnAccountLikeAnyOther()
    {
        await using PathRig rig = Rig("tenants: {metadata_key: x-tenant, limit_mib: 1}");
        rig.Exporter("test").Hang();
        (await rig.DeliverAsync(Request)).ShouldBe(Outcome.Ok);

        Held(rig, "").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task DefaultShare_IsHalfOfWhatOneQueueMayHold()
    {
        await using PathRig rig = Rig("tenants: {metadata_key: x-tenant}");
        (await Send(rig, "a")).ShouldBe(Outcome.Ok);

        long queue = rig.Path.Budget.IngressLimitBytes / 100 * QueueShares.Percentage;
        rig.Path.Accounts.ShouldAllBe(account => account.LimitBytes == queue / 100 * 50);
    }

    [Fact]
    public async Task PipelineLimit_IsTheSumOfAllItsTenants_AndLeavesOtherPipelinesAlone()
    {
        await using PathRig rig = PathRig.Create(
            """
            receivers: {test: {}, test/other: {}}
            processors:
              memory_limiter: {check_interval: 1s, limit_mib: 200, hotpath: {pipeline_limit_mib: 2}}
              memory_limiter/wide: {check_interval: 1s, limit_mib: 200}
            exporters: {test: {timeout: 0s}}
            service:
              pipelines:
                traces/narrow: {receivers: [test], processors: [memory_limiter], exporters: [test]}
                traces/wide: {receivers: [test/other], processors: [memory_limiter/wide], exporters: [test]}
            """);
        rig.Exporter("test").Hang();
        Outcome refused;
        while ((refused = await rig.DeliverAsync(Request)).Kind == OutcomeKind.Ok)
        {
        }

        refused.Message!.ShouldContain("pipeline");
        rig.Path.Ledger.Receivers.Sum(static r => r.RefusedRequests[RefuseReason.Pipeline]).ShouldBe(1);
        Held(rig, "traces/narrow").ShouldBeInRange(1 << 20, 2 << 20);
        (await rig.DeliverAsync(Request, receiver: "test/other")).ShouldBe(Outcome.Ok);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task RandomTenantsSizesStallsAndFailures_NoShareIsPassedAndAllAccountsEndAtZero(int seed)
    {
        var random = new Random(seed);
        bool hangs = false;
        await using PathRig rig = Rig(
            "tenants: {metadata_key: x-tenant, limit_mib: 1, max_tenants: 3}",
            "batch: {send_batch_size: 300, send_batch_max_size: 700, timeout: 50ms}, "
            + "attributes: {actions: [{key: a, value: b, action: insert}]}",
            "batch, attributes");

        // Its only consumer asks for one answer after the other.
        var moods = new Random(seed + 100);
        rig.Exporter("test").Answer = _ => moods.Next(4) > 0
            ? SendResult.Delivered
            : new SendResult(SendStatus.Permanent, 0, TimeSpan.Zero, "invalid_argument", "no");
        for (int step = 0; step < 200; step++)
        {
            switch (random.Next(8))
            {
                case 0 when !hangs:
                    rig.Exporter("test").Hang();
                    hangs = true;
                    break;
                case 1:
                    rig.Exporter("test").Release();
                    hangs = false;
                    break;
                case 2:
                    rig.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(100)));
                    break;
                default:
                    Task<Outcome> sent = Send(rig, $"t{random.Next(5)}", SampleRequests.Traces(random.Next(1, 600), step));
                    (await sent).Kind.ShouldBeOneOf(OutcomeKind.Ok, OutcomeKind.Throttled);
                    break;
            }
        }

        rig.Path.Ledger.Receivers[0].AcceptedItems.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("", "", "    logs: {receivers: [test], exporters: [test]}")]
    [InlineData("attributes: {actions: [{key: a, value: b, action: insert}]}", "attributes", "")]
    public async Task Reload_ThatLeavesTheLimiterAsItIs_LeavesTenantsAndPipelinesWithWhatTheyHold(
        string processors, string names, string pipelines)
    {
        const string Own = "tenants: {metadata_key: x-tenant, limit_mib: 2}, pipeline_limit_mib: 100";
        await using PathRig rig = Rig(Own);
        rig.Exporter("test").Hang();
        while ((await Send(rig, "noisy")).Kind == OutcomeKind.Ok)
        {
        }

        long held = Held(rig, "noisy");
        await rig.ReloadAsync(Config(Own, processors, names, pipelines)).WaitAsync(Patience);

        (await Send(rig, "noisy")).Kind.ShouldBe(OutcomeKind.Throttled);
        (await Send(rig, "quiet")).ShouldBe(Outcome.Ok);
        Held(rig, "noisy").ShouldBe(held);
        Held(rig, "traces").ShouldBeGreaterThan(held);
    }

    [Fact]
    public async Task TenantsBeyondAllCombinationsOfAccounts_ShareOneRatherThanHaveNone()
    {
        await using PathRig rig = Rig("tenants: {metadata_key: x-tenant, limit_mib: 1, max_tenants: 100}");
        rig.Exporter("test").Hang();
        (await Send(rig, "early")).ShouldBe(Outcome.Ok);
        for (int i = 0; i < CombinationsOfAProcess; i++)
        {
            rig.Path.Slabs.NoAccounts.With(new SlabAccount("test", "test", static () => 0, rig.Clock));
        }

        (await Send(rig, "late")).ShouldBe(Outcome.Ok);
        (await Send(rig, "early")).ShouldBe(Outcome.Ok);

        Held(rig, "(others)").ShouldBeGreaterThan(0);
        Held(rig, "early").ShouldBe(2 * Held(rig, "(others)"));
        Held(rig, "late").ShouldBe(0);
    }

    private static PathRig Rig(string own, string processors = "", string names = "") => PathRig.Create(Config(own, processors, names));

    private static string Config(string own, string processors, string names, string pipelines = "") =>
        $$"""
        receivers: {test: {} }
        processors:
          memory_limiter: {check_interval: 1s, limit_mib: 200, hotpath: { {{own}} } }
          {{(processors.Length == 0 ? "" : processors.Replace(", attributes:", "\n  attributes:"))}}
        exporters: {test: {timeout: 0s, retry_on_failure: {enabled: false}, sending_queue: {sizer: bytes, queue_size: 100000000} } }
        service:
          pipelines:
            traces: {receivers: [test], processors: [memory_limiter{{(names.Length == 0 ? "" : ", " + names)}}], exporters: [test]}
        {{pipelines}}
        """;

    private static Task<Outcome> Send(PathRig rig, string tenant, byte[]? request = null) =>
        rig.DeliverAsync(request ?? Request, metadata: [("x-tenant", tenant)]).WaitAsync(Patience);

    private static long Held(PathRig rig, string account) => rig.Held(account);
}
