using System.Net;
using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Reload;
using HotPath.Engine.Telemetry;
using HotPath.Engine.Tests.Telemetry.Metrics;
using HotPath.Testing;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Reload;

/// <summary>What a reload keeps, what it hands on, and what it gives up.</summary>
public sealed class ReloadKeepsTests
{
    private const string RetrySoon = "retry_on_failure: {initial_interval: 1s, max_interval: 1s, max_elapsed_time: 0}";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static string Config(string exporter = "", string processors = "", string storage = "/nowhere", string pipelines = "") =>
        $$"""
        receivers: {test: {} }
        processors:
          batch: {send_batch_size: 1000, timeout: 1h}
          batch/keys: {timeout: 1h, metadata_keys: [x-tenant]}
          attributes: {actions: [{key: a, value: 1, action: insert}]}
          memory_limiter: {check_interval: 1s, limit_mib: 100, spike_limit_mib: 20}
          memory_limiter/large: {check_interval: 1s, limit_mib: 400, spike_limit_mib: 20}
        extensions: {file_storage: {directory: "{{storage}}", create_directory: true} }
        exporters: {test: { {{exporter}} }, test/b: {} }
        service:
          extensions: [{{(storage == "/nowhere" ? "" : "file_storage")}}]
          pipelines:
            traces: {receivers: [test], processors: [{{processors}}], exporters: [test]}
        {{pipelines}}
        """;

    private static SendResult Down(Batch batch) => new(SendStatus.Retryable, 0, TimeSpan.Zero, "unavailable", "backend is down");

    /// <summary>Lets retries' pauses pass until something has come true.</summary>
    private static async Task PassUntilAsync(PathRig rig, Func<bool> isTrue)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!isTrue())
        {
            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(Patience, $"{rig.Path.Ledger}");
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }
    }

    [Fact]
    public async Task Reload_UnchangedPipeline_KeepsTheBatchInTheMaking()
    {
        await using PathRig rig = PathRig.Create(Config(processors: "batch"));
        await rig.DeliverAsync(SampleRequests.Traces(10, seed: 1));

        await rig.ReloadAsync(Config(processors: "batch", pipelines: "    logs: {receivers: [test], exporters: [test/b]}"));

        rig.Exporter("test").Items.ShouldBe(0);
        await rig.DeliverAsync(SampleRequests.Traces(10, seed: 2));
        await rig.DeliverAsync(SampleRequests.Logs(3, seed: 3), Signal.Logs);
        await rig.DrainAsync();
        rig.Exporter("test").Sizes.ShouldBe([20]);
        rig.Exporter("test/b").Items.ShouldBe(3);
    }

    [Fact]
    public async Task Reload_OtherProcessors_HandOnWhatTheyHoldToTheSameExporter()
    {
        await using PathRig rig = PathRig.Create(Config(processors: "batch"));
        await rig.DeliverAsync(SampleRequests.Traces(10, seed: 1));

        await rig.ReloadAsync(Config(processors: "attributes, batch"));

        SpinWait.SpinUntil(() => rig.Exporter("test").Items == 10, Patience).ShouldBeTrue($"{rig.Path.Ledger}");
        rig.AllExporters.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Reload_OtherEndpointOfADeadBackend_HandsItsQueueToTheNewOne()
    {
        await using PathRig rig = PathRig.Create(Config($"endpoint: old, {RetrySoon}"));
        TestExporter old = rig.Exporter("test");
        old.Answer = Down;
        for (int seed = 0; seed < 30; seed++)
        {
            (await rig.DeliverAsync(SampleRequests.Traces(2, seed))).ShouldBe(Outcome.Ok);
        }

        (await rig.ReloadAsync(Config($"endpoint: new, {RetrySoon}"))).ShouldBe(0);
        await PassUntilAsync(rig, () => rig.Exporter("test").Items == 60);

        rig.Exporter("test").ShouldNotBeSameAs(old);
        EdgeLedger edge = rig.Path.Ledger.Edges.Single();
        (edge.Enqueued, edge.Failed).ShouldBe((60, 0));
    }

    [Fact]
    public async Task Reload_OtherQueueOfADeadBackend_TheOldOneSendsOnUntilItIsBack()
    {
        await using PathRig rig = PathRig.Create(Config($"sending_queue: {{queue_size: 100}}, {RetrySoon}"));
        TestExporter old = rig.Exporter("test");
        old.Answer = Down;
        for (int seed = 0; seed < 30; seed++)
        {
            (await rig.DeliverAsync(SampleRequests.Traces(2, seed))).ShouldBe(Outcome.Ok);
        }

        Task<long> reload = rig.ReloadAsync(Config($"sending_queue: {{queue_size: 50}}, {RetrySoon}"));
        await rig.DeliverAsync(SampleRequests.Traces(5, seed: 99));
        old.Answer = static _ => SendResult.Delivered;
        await PassUntilAsync(rig, () => reload.IsCompleted);

        (await reload).ShouldBe(0);
        old.Items.ShouldBe(60);
        rig.Path.Ledger.Edges.Single().Failed.ShouldBe(0);
    }

    [Fact]
    public async Task Reload_ExporterGoneWithAHungBackend_GivesUpAtTheDeadlineAndCountsIt()
    {
        await using PathRig rig = PathRig.Create(Config("timeout: 0s"));
        rig.Exporter("test").Hang();
        await rig.DeliverAsync(SampleRequests.Traces(7, seed: 1));

        string without = Config("timeout: 0s").Replace("exporters: [test]", "exporters: [test/b]", StringComparison.Ordinal);
        Task<long> reload = rig.ReloadAsync(without, TimeSpan.FromSeconds(5));
        await rig.DeliverAsync(SampleRequests.Traces(3, seed: 2));
        await rig.Clock.WhenArmedAsync();
        rig.Clock.Advance(TimeSpan.FromSeconds(5));

        (await reload).ShouldBe(7);
        rig.Path.Ledger.Edges.Single(e => e.Exporter == "test").FailedByReason[DropReason.ShuttingDown].ShouldBe(7);
        SpinWait.SpinUntil(() => rig.Exporter("test/b").Items == 3, Patience).ShouldBeTrue($"{rig.Path.Ledger}");
    }

    [Fact]
    public async Task Reload_OtherMemoryLimit_AdjustsTheBudget()
    {
        await using PathRig rig = PathRig.Create(Config(processors: "memory_limiter"));
        long before = rig.Path.Budget.LimitBytes;

        await rig.ReloadAsync(Config(processors: "memory_limiter/large"));
        rig.Path.Budget.LimitBytes.ShouldBeGreaterThan(before * 3);
        await rig.ReloadAsync(Config(processors: "memory_limiter"));

        rig.Path.Budget.LimitBytes.ShouldBe(before);
    }

    [Fact]
    public async Task Reload_HeadersReadBeforeTheKeyWasAskedFor_IsSentBackToItsSender()
    {
        await using PathRig rig = PathRig.Create(Config());
        IIntake intake = rig.Path.IntakeFor(ComponentId.Parse("test"), Signal.Traces)!;
        byte[] request = SampleRequests.Traces(4, seed: 1);
        intake.TryRent(request.Length, out Lease lease).Kind.ShouldBe(AdmissionKind.Admitted);
        request.CopyTo(lease.Writable);
        var client = new ClientInfo(intake.Metadata.Find(new MetadataDraft()), IPAddress.Loopback);

        await rig.ReloadAsync(Config(processors: "batch/keys"));
        Outcome outcome = await intake.DeliverAsync(lease, null, CancellationToken.None, client);

        outcome.Kind.ShouldBe(OutcomeKind.Retryable);
        outcome.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        rig.Path.Ledger.Receivers.Single().RefusedRequests[RefuseReason.Reloaded].ShouldBe(1);
        (await rig.DeliverAsync(request, metadata: [("x-tenant", "a")])).ShouldBe(Outcome.Ok);
    }

    [Fact]
    public async Task Abort_LeavesTheOldGraphAsItWas()
    {
        await using PathRig rig = PathRig.Create(Config(processors: "batch"));
        TestExporter exporter = rig.Exporter("test");
        await rig.DeliverAsync(SampleRequests.Traces(5, seed: 1));

        string other = Config("sending_queue: {queue_size: 9}, endpoint: x", "attributes");
        PreparedReload prepared = await rig.Path.PrepareAsync(rig.Read(other));
        await prepared.AbortAsync();
        await rig.DeliverAsync(SampleRequests.Traces(5, seed: 2));

        await rig.DrainAsync();
        exporter.Sizes.ShouldBe([10]);
    }

    [Fact]
    public async Task Metrics_OverAReload_GoOnAndHaveNoLineTwice()
    {
        await using PathRig rig = PathRig.Create(Config(processors: "memory_limiter, batch"));
        await rig.DeliverAsync(SampleRequests.Traces(10, seed: 1));
        rig.Clock.Advance(TimeSpan.FromSeconds(10));

        await rig.ReloadAsync(Config("sending_queue: {queue_size: 9}", "memory_limiter/large, attributes"));
        await rig.DeliverAsync(SampleRequests.Traces(3, seed: 2));
        SpinWait.SpinUntil(() => rig.Path.Ledger.Edges.Single().Sent == 13, Patience).ShouldBeTrue($"{rig.Path.Ledger}");

        string[] lines = [.. Scrape.Text(rig.Path.Metrics).Split('\n').Where(line => line.Length > 0 && line[0] != '#')];
        string[] names = [.. lines.Select(line => line[..line.LastIndexOf(' ')])];
        names.ShouldBeUnique();
        foreach ((string name, string value) in (ReadOnlySpan<(string, string)>)
            [("hotpath_edge_sent_items{", " 13"), ("otelcol_exporter_sent_spans{", " 13"), ("otelcol_process_uptime", " 10")])
        {
            lines.Single(line => line.StartsWith(name, StringComparison.Ordinal)).ShouldEndWith(value);
        }
    }

    [Fact]
    public async Task Disk_OtherEndpointOfADeadBackend_HandsItsQueueToTheNewOne()
    {
        using var folder = new TemporaryFolder();
        const string Keys = "sending_queue: {storage: file_storage}, " + RetrySoon;
        await using PathRig rig = PathRig.Create(Config($"endpoint: old, {Keys}", storage: folder.Path));
        rig.Exporter("test").Answer = Down;
        for (int seed = 0; seed < 20; seed++)
        {
            (await rig.DeliverAsync(SampleRequests.Traces(2, seed))).ShouldBe(Outcome.Ok);
        }

        await rig.ReloadAsync(Config($"endpoint: new, {Keys}", "attributes", storage: folder.Path));
        await PassUntilAsync(rig, () => rig.Exporter("test").Items == 40);

        rig.Path.Ledger.Edges.Single().Recovered.ShouldBe(0);
    }

    [Fact]
    public async Task Disk_OtherSettingsOfTheQueue_AreRefusedByName()
    {
        using var folder = new TemporaryFolder();
        await using PathRig rig = PathRig.Create(Config("sending_queue: {storage: file_storage}", storage: folder.Path));

        (await Should.ThrowAsync<ReloadRefusedException>(
            () => rig.ReloadAsync(Config("sending_queue: {storage: file_storage, queue_size: 7}", storage: folder.Path))))
            .Message.ShouldBe("exporters::test keeps its queue on disk: sending_queue::queue_size needs a restart");

        await rig.DeliverAsync(SampleRequests.Traces(5, seed: 1));
        await rig.DrainAsync();
        rig.Exporter("test").Items.ShouldBe(5);
    }

    [Fact]
    public async Task Disk_ExporterGoneAndBack_SendsWhatItHadAndCountsItOnce()
    {
        using var folder = new TemporaryFolder();
        const string Keys = "sending_queue: {storage: file_storage}, retry_on_failure: {initial_interval: 1h, max_elapsed_time: 0}";
        string with = Config(Keys, storage: folder.Path);
        await using PathRig rig = PathRig.Create(with);
        rig.Exporter("test").Answer = Down;
        for (int seed = 0; seed < 20; seed++)
        {
            (await rig.DeliverAsync(SampleRequests.Traces(2, seed))).ShouldBe(Outcome.Ok);
        }

        await rig.ReloadAsync(with.Replace("exporters: [test]", "exporters: [test/b]", StringComparison.Ordinal));
        rig.Path.Ledger.Edges.Single(e => e.Exporter == "test").Queued.ShouldBe(40);
        await rig.ReloadAsync(with);

        SpinWait.SpinUntil(() => rig.Exporter("test").Items == 40, Patience).ShouldBeTrue($"{rig.Path.Ledger}");
        EdgeLedger edge = rig.Path.Ledger.Edges.Single(e => e.Exporter == "test");
        (edge.Enqueued, edge.Recovered).ShouldBe((40, 0));
    }
}
