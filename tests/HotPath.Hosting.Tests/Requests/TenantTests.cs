using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Requests;

/// <summary>
/// Tenants and pipelines with accounts, as senders of both protocols see them. In each test the backend hangs at first and takes everything
/// in the end; the ledger then balances and nothing is left on any account.
/// </summary>
public sealed class TenantTests
{
    private static readonly byte[] Request = SampleRequests.Traces(400, seed: 1);

    private static string Config(string own, string pipelines = "") =>
        $$"""
        receivers: {test: {} }
        processors: {memory_limiter: {check_interval: 1h, limit_mib: 200, hotpath: { {{own}} } } }
        exporters: {test: {timeout: 0s, sending_queue: {sizer: bytes, queue_size: 100000000} } }
        service:
          pipelines:
            traces: {receivers: [test], processors: [memory_limiter], exporters: [test]}
        {{pipelines}}
        """;

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task NoisyTenant_IsRefusedOverBothProtocols_WhileQuietOnesAreTakenOverBoth(bool noisyOverHttp, bool thenOverHttp)
    {
        await using ServedPath served = await HangingAsync("tenants: {metadata_key: X-Tenant, limit_mib: 2}");

        (SenderReply refused, int taken) = await served.FillAsync(noisyOverHttp, Request, "noisy");

        refused.IsThrottled.ShouldBeTrue(refused.ToString());
        refused.Message.ShouldContain("this tenant holds its share");
        taken.ShouldBeGreaterThan(1);
        (await served.SendAsync(thenOverHttp, Request, "noisy")).IsThrottled.ShouldBeTrue("it is one account");
        served.Held("noisy").ShouldBeInRange(1 << 20, 2 << 20);
        served.Refused(RefuseReason.Tenant).ShouldBe(2);

        (await served.SendAsync(noisyOverHttp, Request, "quiet")).IsTaken.ShouldBeTrue();
        (await served.SendAsync(thenOverHttp, Request, "quiet")).IsTaken.ShouldBeTrue();
        ShouldAllArrive(served, taken + 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NoisyTenant_WhenItsBackendTakesAgain_IsTakenAgain(bool overHttp)
    {
        await using ServedPath served = await HangingAsync("tenants: {metadata_key: x-tenant, limit_mib: 2}");
        (_, int taken) = await served.FillAsync(overHttp, Request, "noisy");

        ShouldAllArrive(served, taken);
        ServedPath.Until(() => served.Held("noisy") == 0, "what has gone is still on the account");

        (await served.SendAsync(overHttp, Request, "noisy")).IsTaken.ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendersWithoutTheHeader_ShareOneAccount(bool overHttp)
    {
        await using ServedPath served = await HangingAsync("tenants: {metadata_key: x-tenant, limit_mib: 2}");

        (SenderReply refused, int taken) = await served.FillAsync(overHttp, Request);

        refused.IsThrottled.ShouldBeTrue(refused.ToString());
        (await served.SendAsync(!overHttp, Request)).IsThrottled.ShouldBeTrue("whoever says nothing is one tenant");
        (await served.SendAsync(overHttp, Request, "named")).IsTaken.ShouldBeTrue();
        ShouldAllArrive(served, taken + 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TenantsBeyondTheMost_AreRefusedTogether_AndTheFirstOnesAreNot(bool overHttp)
    {
        await using ServedPath served = await HangingAsync("tenants: {metadata_key: x-tenant, limit_mib: 2, max_tenants: 2}");
        (await served.SendAsync(overHttp, Request, "a")).IsTaken.ShouldBeTrue();
        (await served.SendAsync(overHttp, Request, "b")).IsTaken.ShouldBeTrue();

        (SenderReply refused, int taken) = await served.FillAsync(overHttp, Request, "c");

        refused.IsThrottled.ShouldBeTrue(refused.ToString());
        (await served.SendAsync(overHttp, Request, "d")).IsThrottled.ShouldBeTrue("it shares the account of c");
        served.Held("(others)").ShouldBeInRange(1 << 20, 2 << 20);
        (await served.SendAsync(overHttp, Request, "a")).IsTaken.ShouldBeTrue();
        (await served.SendAsync(overHttp, Request, "b")).IsTaken.ShouldBeTrue();
        served.Refused(RefuseReason.Tenant).ShouldBe(2);
        ShouldAllArrive(served, taken + 4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PipelineLimit_RefusesItsOwnSignal_AndLeavesTheOtherAlone(bool overHttp)
    {
        await using ServedPath served = await ServedPath.StartAsync(
            Config("pipeline_limit_mib: 2", "    logs: {receivers: [test], processors: [memory_limiter], exporters: [test/logs]}")
                .Replace("exporters: {test:", "exporters: {test/logs: {}, test:", StringComparison.Ordinal));
        served.Exporter.Hang();

        (SenderReply refused, int taken) = await served.FillAsync(overHttp, Request);

        refused.IsThrottled.ShouldBeTrue(refused.ToString());
        refused.Message.ShouldContain("this pipeline holds its share");
        served.Refused(RefuseReason.Pipeline).ShouldBe(1);
        (await served.SendAsync(overHttp, SampleRequests.Logs(400, seed: 1), signal: Signal.Logs)).IsTaken.ShouldBeTrue();
        ServedPath.Until(() => served.Rig.Exporter("test/logs").Items == 400, "the logs did not arrive");
        ShouldAllArrive(served, taken);
    }

    private static async Task<ServedPath> HangingAsync(string own)
    {
        ServedPath served = await ServedPath.StartAsync(Config(own));
        served.Exporter.Hang();
        return served;
    }

    private static void ShouldAllArrive(ServedPath served, int requests)
    {
        served.Exporter.Release();
        ServedPath.Until(() => served.Exporter.Items == 400 * requests, "not everything that was taken arrived");
        served.Rig.Path.Ledger.Receivers.Sum(static receiver => receiver.AcceptedItems).ShouldBeGreaterThanOrEqualTo(400 * requests);
    }
}
