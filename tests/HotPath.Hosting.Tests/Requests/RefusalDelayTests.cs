using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Testing;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Requests;

/// <summary>
/// What is full decides when a refused sender may come back: what is missing there, at the rate at which that drains. Over gRPC the delay
/// is exact (RetryInfo), over HTTP in whole seconds, rounded up (Retry-After).
/// </summary>
public sealed class RefusalDelayTests
{
    /// <summary>One thing leaves every so often; the clock stands so long behind the last when the refused sender is answered.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static readonly byte[] TenSpans = SampleRequests.Traces(10, seed: 1);
    private static readonly byte[] Request = SampleRequests.Traces(220, seed: 2);
    private static readonly byte[] Larger = SampleRequests.Traces(440, seed: 3);

    public static TheoryData<string, bool> Queues => new()
    {
        { "", false },
        { "", true },
        { ", storage: file_storage", false },
        { ", storage: file_storage", true },
    };

    [Theory]
    [MemberData(nameof(Queues))]
    public async Task Queue_InMemoryAndOnDisk_NamesItsOwnDrain(string storage, bool overHttp)
    {
        using var folder = new TemporaryFolder();
        await using ServedPath served = await ServedPath.StartAsync(
            $$"""
            receivers: {test: {} }
            extensions: {file_storage: {directory: "{{folder.Path}}", create_directory: true} }
            exporters: {test: {timeout: 0s, sending_queue: {sizer: items, queue_size: 100{{storage}}} } }
            service:
              extensions: [{{(storage.Length == 0 ? "" : "file_storage")}}]
              pipelines: {traces: {receivers: [test], exporters: [test]} }
            """);
        served.Exporter.Hang();
        for (int i = 0; i < 10; i++)
        {
            (await served.SendAsync(overHttp, TenSpans)).IsTaken.ShouldBeTrue();
        }

        await DrainSteadilyAsync(
            served,
            async () =>
            {
                ServedPath.Until(() => QueueSize(served) == 90, "what has gone is still in the queue");
                (await served.SendAsync(overHttp, TenSpans)).IsTaken.ShouldBeTrue();
            });

        // Full, and five spans leave a second: 55 more want in. The answer is held for a moment, while there might be room.
        served.Rig.Clock.Advance(Interval - DataPathOptions.DefaultAdmissionWait);
        int armed = served.Rig.Clock.ArmedTimers;
        Task<SenderReply> late = served.SendAsync(overHttp, SampleRequests.Traces(55, seed: 4));
        await served.Rig.Clock.WhenArmedAsync(armed + 1, TimeSpan.FromSeconds(60));
        served.Rig.Clock.Advance(DataPathOptions.DefaultAdmissionWait);

        ShouldName(await late, 11, overHttp, "what it goes to is full");
        served.Refused(RefuseReason.Late).ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Memory_HeldByABackendThatIsWaitedFor_NamesTheBudgetsDrain(bool overHttp)
    {
        await using ServedPath served = await ServedPath.StartAsync(
            """
            receivers: {test: {} }
            processors: {memory_limiter: {check_interval: 1h, limit_mib: 9, spike_limit_mib: 2} }
            exporters: {test: {timeout: 0s, sending_queue: {enabled: false}, retry_on_failure: {enabled: false} } }
            service: {pipelines: {traces: {receivers: [test], processors: [memory_limiter], exporters: [test]} } }
            """);
        served.Exporter.Hang();
        var pending = new Queue<Task<SenderReply>>();
        while (served.Rig.Path.Budget.ChargedBytes + Request.Length <= served.Rig.Path.Budget.IngressLimitBytes)
        {
            await EnterAsync(served, pending);
        }

        long slab = served.Rig.Path.Budget.ChargedBytes / pending.Count;
        await DrainSteadilyAsync(
            served,
            async () =>
            {
                (await pending.Dequeue()).IsTaken.ShouldBeTrue();
                await EnterAsync(served, pending);
            });
        served.Rig.Clock.Advance(Interval);

        long missing = served.Rig.Path.Budget.ChargedBytes + Larger.Length - served.Rig.Path.Budget.IngressLimitBytes;
        ShouldName(await served.SendAsync(overHttp, Larger), missing / (slab / Interval.TotalSeconds), overHttp, "high memory usage");
        served.Refused(RefuseReason.Memory).ShouldBe(1);
        served.Exporter.Release();
        (await Task.WhenAll(pending)).ShouldAllBe(static reply => reply.IsTaken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tenant_ThatHoldsItsShare_IsNamedItsOwnDrain(bool overHttp)
    {
        const long Limit = 2 << 20;
        await using ServedPath served = await ServedPath.StartAsync(
            """
            receivers: {test: {} }
            processors:
              memory_limiter: {check_interval: 1h, limit_mib: 200, hotpath: {tenants: {metadata_key: x-tenant, limit_mib: 2} } }
            exporters: {test: {timeout: 0s, sending_queue: {sizer: bytes, queue_size: 100000000} } }
            service: {pipelines: {traces: {receivers: [test], processors: [memory_limiter], exporters: [test]} } }
            """);
        served.Exporter.Hang();
        (await served.SendAsync(overHttp, Request, "noisy")).IsTaken.ShouldBeTrue();
        long slab = served.Held("noisy");
        long most = 1 + ((Limit - Request.Length) / slab);
        for (int i = 1; i < most; i++)
        {
            (await served.SendAsync(overHttp, Request, "noisy")).IsTaken.ShouldBeTrue();
        }

        await DrainSteadilyAsync(
            served,
            async () =>
            {
                ServedPath.Until(() => served.Held("noisy") == (most - 1) * slab, "what has gone is still on the account");
                (await served.SendAsync(overHttp, Request, "noisy")).IsTaken.ShouldBeTrue();
            });
        served.Rig.Clock.Advance(Interval);

        long missing = served.Held("noisy") + Larger.Length - Limit;
        double seconds = missing / (slab / Interval.TotalSeconds);
        ShouldName(await served.SendAsync(overHttp, Larger, "noisy"), seconds, overHttp, "this tenant holds its share");
        served.Refused(RefuseReason.Tenant).ShouldBe(1);
        (await served.SendAsync(overHttp, Larger, "quiet")).IsTaken.ShouldBeTrue();
    }

    /// <summary>Lets one attempt end every <see cref="Interval"/>, for ten of them; each time as much comes again.</summary>
    private static async Task DrainSteadilyAsync(ServedPath served, Func<Task> again)
    {
        for (int i = 0; i < 10; i++)
        {
            served.Rig.Clock.Advance(Interval);
            ServedPath.Until(() => served.Exporter.Waiting > 0, "no attempt is under way");
            served.Exporter.ReleaseOne();
            await again();
        }
    }

    /// <summary>Sends one more, which its backend lets wait.</summary>
    private static async Task EnterAsync(ServedPath served, Queue<Task<SenderReply>> pending)
    {
        Task<SenderReply> reply = served.SendAsync(overHttp: false, Request);
        ServedPath.Until(() => reply.IsCompleted || served.Exporter.Waiting == pending.Count + 1, "the request did not arrive");
        if (reply.IsCompleted)
        {
            Assert.Fail($"it was answered: {await reply}");
        }

        pending.Enqueue(reply);
    }

    private static long QueueSize(ServedPath served) =>
        served.Rig.Path.FiguresOf(ComponentId.Parse("test"), Signal.Traces).ShouldNotBeNull().QueueSize;

    private static void ShouldName(SenderReply reply, double seconds, bool overHttp, string message)
    {
        seconds.ShouldBeInRange(0.3, 29, "the test would prove nothing");
        reply.IsThrottled.ShouldBeTrue(reply.ToString());
        reply.Message.ShouldContain(message);
        double named = reply.Delay!.Value.TotalSeconds;
        if (overHttp)
        {
            named.ShouldBeInRange(Math.Ceiling(0.99 * seconds), Math.Ceiling(1.01 * seconds));
        }
        else
        {
            named.ShouldBe(seconds, tolerance: 0.01 * seconds);
        }
    }
}
