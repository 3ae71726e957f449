using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Telemetry.Metrics;

/// <summary>The metrics of a whole path, before, under and after traffic.</summary>
public sealed class PathMetricsTests
{
    private const string ThreeSignals =
        """
        receivers: {test: {}}
        processors: {memory_limiter: {check_interval: 1s, limit_mib: 512}, batch: {send_batch_size: 4, timeout: 1s}}
        exporters: {test: {}, test/direct: {sending_queue: {enabled: false}}}
        service:
          pipelines:
            traces: {receivers: [test], processors: [memory_limiter, batch], exporters: [test, test/direct]}
            metrics: {receivers: [test], processors: [memory_limiter, batch], exporters: [test]}
            logs: {receivers: [test], exporters: [test]}
        """;

    [Fact]
    public async Task Scrape_BeforeAnyTraffic_ShowsEveryCounterAtZero()
    {
        await using PathRig rig = PathRig.Create(ThreeSignals);
        Dictionary<string, double> values = Scrape.Values(rig.Path.Metrics);

        string[] expected =
        [
            "otelcol_receiver_accepted_spans{receiver=\"test\",transport=\"grpc\"}",
            "otelcol_receiver_refused_metric_points{receiver=\"test\",transport=\"grpc\"}",
            "otelcol_receiver_refused_log_records{receiver=\"test\",transport=\"grpc\"}",
            "otelcol_processor_memory_limiter_accepted_spans{processor=\"memory_limiter\"}",
            "otelcol_processor_memory_limiter_refused_metric_points{processor=\"memory_limiter\"}",
            "otelcol_processor_accepted_spans{processor=\"memory_limiter\"}",
            "otelcol_processor_refused_spans{processor=\"memory_limiter\"}",
            "otelcol_processor_dropped_spans{processor=\"batch\"}",
            "otelcol_processor_dropped_spans{processor=\"memory_limiter\"}",
            "otelcol_processor_incoming_items{otel_signal=\"traces\",processor=\"batch\"}",
            "otelcol_processor_outgoing_items{otel_signal=\"metrics\",processor=\"batch\"}",
            "otelcol_processor_batch_batch_size_trigger_send{processor=\"batch\"}",
            "otelcol_processor_batch_timeout_trigger_send{processor=\"batch\"}",
            "otelcol_exporter_sent_spans{exporter=\"test\"}",
            "otelcol_exporter_send_failed_spans{exporter=\"test/direct\"}",
            "otelcol_exporter_enqueue_failed_log_records{exporter=\"test\"}",
            "otelcol_exporter_in_flight_requests{data_type=\"traces\",exporter=\"test/direct\"}",
            "otelcol_exporter_queue_size{data_type=\"logs\",exporter=\"test\"}",
            "hotpath_pipeline_accepted_items{pipeline=\"traces\"}",
            "hotpath_pipeline_dropped_items{pipeline=\"traces\",reason=\"shutting_down\"}",
            "hotpath_edge_failed_items{exporter=\"test\",pipeline=\"traces\",reason=\"deadline_exceeded\"}",
            "hotpath_edge_enqueue_failed_items{exporter=\"test\",pipeline=\"traces\",reason=\"queue_full\"}",
            "hotpath_receiver_refused_requests{receiver=\"test\",signal=\"traces\",transport=\"grpc\",reason=\"memory\"}",
            "hotpath_receiver_refused_bytes{receiver=\"test\",signal=\"traces\",transport=\"grpc\",reason=\"late\"}",
            "hotpath_ring_batches{pipeline=\"traces\",processor=\"batch\"}",
            "otelcol_receiver_failed_spans{receiver=\"test\",transport=\"grpc\"}",
            "otelcol_receiver_requests{outcome=\"success\",receiver=\"test\",transport=\"grpc\"}",
            "otelcol_receiver_requests{outcome=\"refused\",receiver=\"test\",transport=\"grpc\"}",
            "otelcol_receiver_requests{outcome=\"failure\",receiver=\"test\",transport=\"grpc\"}",
            "otelcol_processor_incoming_items{otel_signal=\"traces\",processor=\"memory_limiter\"}",
            "otelcol_processor_outgoing_items{otel_signal=\"metrics\",processor=\"memory_limiter\"}",
            "otelcol_processor_batch_batch_send_size_bucket{processor=\"batch\",le=\"8000\"}",
            "otelcol_processor_batch_batch_send_size_bucket{processor=\"batch\",le=\"+Inf\"}",
            "otelcol_processor_batch_batch_send_size_count{processor=\"batch\"}",
            "promhttp_metric_handler_errors_total{cause=\"gathering\"}",
            "hotpath_batches_held",
        ];
        foreach (string line in expected)
        {
            values.ShouldContainKeyAndValue(line, 0);
        }

        values["otelcol_exporter_queue_capacity{data_type=\"traces\",exporter=\"test\"}"].ShouldBe(1000);
        values.ShouldNotContainKey("otelcol_exporter_queue_size{data_type=\"traces\",exporter=\"test/direct\"}");
        values["hotpath_ring_capacity{pipeline=\"traces\",processor=\"batch\"}"].ShouldBe(StageContext.DefaultRingCapacity);
        values["hotpath_budget_limit_bytes"].ShouldBe(rig.Path.Budget.LimitBytes);
    }

    [Fact]
    public async Task Scrape_AfterTraffic_AgreesWithTheLedger()
    {
        await using PathRig rig = PathRig.Create(ThreeSignals);
        rig.Exporter("test/direct").Answer = static _ => new SendResult(SendStatus.Permanent, 0, TimeSpan.Zero, "invalid_argument", "no");
        (await rig.DeliverAsync(SampleRequests.Traces(4, seed: 1))).ShouldBe(Outcome.Ok);
        (await rig.DeliverAsync(SampleRequests.Traces(3, seed: 2))).ShouldBe(Outcome.Ok);
        await rig.DeliverAsync([0xFF]);
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        await rig.DrainAsync();

        Dictionary<string, double> values = Scrape.Values(rig.Path.Metrics);
        values["otelcol_receiver_accepted_spans{receiver=\"test\",transport=\"grpc\"}"].ShouldBe(7);
        values["otelcol_receiver_refused_spans{receiver=\"test\",transport=\"grpc\"}"].ShouldBe(0);
        values["hotpath_receiver_refused_requests{receiver=\"test\",signal=\"traces\",transport=\"grpc\",reason=\"malformed\"}"]
            .ShouldBe(1);
        values["otelcol_processor_memory_limiter_accepted_spans{processor=\"memory_limiter\"}"].ShouldBe(7);
        values["otelcol_processor_accepted_spans{processor=\"memory_limiter\"}"].ShouldBe(7);
        values["otelcol_processor_batch_batch_size_trigger_send{processor=\"batch\"}"].ShouldBe(1);
        values["otelcol_processor_batch_timeout_trigger_send{processor=\"batch\"}"].ShouldBe(1);
        values["otelcol_exporter_sent_spans{exporter=\"test\"}"].ShouldBe(7);
        values["otelcol_exporter_send_failed_spans{exporter=\"test/direct\"}"].ShouldBe(7);
        values["otelcol_exporter_in_flight_requests{data_type=\"traces\",exporter=\"test\"}"].ShouldBe(0);
        values["hotpath_edge_failed_items{exporter=\"test/direct\",pipeline=\"traces\",reason=\"invalid_argument\"}"].ShouldBe(7);
        EdgeLedger edge = rig.Path.Ledger.Edges.Single(e => e is { Exporter: "test", Pipeline: "traces" });
        values["hotpath_edge_enqueued_items{exporter=\"test\",pipeline=\"traces\"}"].ShouldBe(edge.Enqueued);
        values["hotpath_pipeline_out_items{pipeline=\"traces\"}"].ShouldBe(7);
        values["otelcol_receiver_accepted_log_records{receiver=\"test\",transport=\"grpc\"}"].ShouldBe(0);
    }

    [Theory]
    [InlineData("basic", false, false)]
    [InlineData("normal", true, false)]
    [InlineData("detailed", true, true)]
    public async Task Scrape_OfEachLevel_ShowsWhatTheCollectorShowsThere(string level, bool batch, bool sizes)
    {
        await using PathRig rig = PathRig.Create(AtLevel(level));
        await rig.DeliverAsync(SampleRequests.Traces(4, seed: 1));
        await rig.DrainAsync();
        Dictionary<string, double> values = Scrape.Values(rig.Path.Metrics);

        values.ShouldContainKey("otelcol_exporter_queue_size{data_type=\"traces\",exporter=\"test\"}");
        values.ContainsKey("otelcol_processor_batch_timeout_trigger_send{processor=\"batch\"}").ShouldBe(batch);
        values.ContainsKey("otelcol_processor_batch_batch_send_size_count{processor=\"batch\"}").ShouldBe(batch);
        values.ContainsKey("otelcol_processor_batch_batch_send_size_bytes_count{processor=\"batch\"}").ShouldBe(sizes);
        values.ContainsKey("otelcol_exporter_enqueue_size_count{exporter=\"test\"}").ShouldBe(sizes);
        values.ContainsKey("otelcol_exporter_send_failed_spans{exporter=\"test\"}").ShouldBe(!sizes);
    }

    [Fact]
    public async Task Scrape_Detailed_TellsSizesAndWhySendingFailed()
    {
        await using PathRig rig = PathRig.Create(AtLevel("detailed"));
        rig.Exporter("test/direct").Answer = static _ => new SendResult(SendStatus.Permanent, 0, TimeSpan.Zero, "invalid_argument", "no");
        byte[] request = SampleRequests.Traces(4, seed: 1);
        await rig.DeliverAsync(request);
        await rig.DrainAsync();
        Dictionary<string, double> values = Scrape.Values(rig.Path.Metrics);

        values["otelcol_processor_batch_batch_send_size_sum{processor=\"batch\"}"].ShouldBe(4);
        values["otelcol_processor_batch_batch_send_size_bucket{processor=\"batch\",le=\"10\"}"].ShouldBe(1);
        values["otelcol_processor_batch_batch_send_size_bytes_sum{processor=\"batch\"}"].ShouldBe(request.Length);
        values["otelcol_exporter_enqueue_size_sum{exporter=\"test\"}"].ShouldBe(4);
        values["otelcol_exporter_enqueue_size_bytes_sum{exporter=\"test\"}"].ShouldBe(request.Length);
        string Failed(string exporter, string error) =>
            $"otelcol_exporter_send_failed_spans{{exporter=\"{exporter}\",error_permanent=\"true\",error_type=\"{error}\"}}";
        values[Failed("test/direct", "InvalidArgument")].ShouldBe(4);
        values[Failed("test", "_OTHER")].ShouldBe(0);
    }

    [Fact]
    public async Task Scrape_Requests_AreCountedByHowTheyEnded()
    {
        await using PathRig rig = PathRig.Create(ThreeSignals);
        await rig.DeliverAsync(SampleRequests.Traces(4, seed: 1));
        await rig.DeliverAsync([0xFF]);
        rig.Path.IntakeFor(new Engine.Config.ComponentId("test", ""), Signal.Traces)!.CountRefused(RefuseReason.Memory, 100);
        Dictionary<string, double> values = Scrape.Values(rig.Path.Metrics);

        foreach (string outcome in (string[])["success", "refused", "failure"])
        {
            values[$"otelcol_receiver_requests{{outcome=\"{outcome}\",receiver=\"test\",transport=\"grpc\"}}"].ShouldBe(1, outcome);
        }
    }

    [Fact]
    public async Task Scrape_WhileABackendHangs_ShowsWhatIsHeld()
    {
        await using PathRig rig =
            PathRig.Traces("batch: {send_batch_size: 1}", "batch", "test: {sending_queue: {num_consumers: 1, queue_size: 7}}", "test");
        rig.Exporter("test").Hang();
        for (int i = 0; i < 3; i++)
        {
            (await rig.DeliverAsync(SampleRequests.Traces(2, seed: i))).ShouldBe(Outcome.Ok);
        }

        SpinWait.SpinUntil(() => rig.Path.Ledger.Edges[0].InFlight == 2, TimeSpan.FromSeconds(60))
            .ShouldBeTrue($"the consumer took none: {rig.Path.Ledger}");
        Dictionary<string, double> values = Scrape.Values(rig.Path.Metrics);
        values["otelcol_exporter_queue_size{data_type=\"traces\",exporter=\"test\"}"].ShouldBe(3);
        values["otelcol_exporter_queue_capacity{data_type=\"traces\",exporter=\"test\"}"].ShouldBe(7);
        values["otelcol_exporter_in_flight_requests{data_type=\"traces\",exporter=\"test\"}"].ShouldBe(1);
        values["hotpath_edge_queued_items{exporter=\"test\",pipeline=\"traces\"}"].ShouldBe(4);
        values["hotpath_edge_in_flight_items{exporter=\"test\",pipeline=\"traces\"}"].ShouldBe(2);
    }

    [Fact]
    public async Task Scrape_AfterARefusalForMemory_CountsItEverywhere()
    {
        await using PathRig rig = PathRig.Traces(
            "memory_limiter: {check_interval: 1s, limit_mib: 64}, batch: {}", "memory_limiter, batch", "test: {}", "test");
        byte[] request = SampleRequests.Traces(10, seed: 1);
        (await rig.DeliverAsync(request)).ShouldBe(Outcome.Ok);
        rig.Path.IntakeFor(new Engine.Config.ComponentId("test", ""), Signal.Traces)!.CountRefused(RefuseReason.Memory, request.Length * 2);

        Dictionary<string, double> values = Scrape.Values(rig.Path.Metrics);
        values["otelcol_receiver_refused_spans{receiver=\"test\",transport=\"grpc\"}"].ShouldBe(20);
        values["otelcol_processor_refused_spans{processor=\"memory_limiter\"}"].ShouldBe(20);
        values["otelcol_processor_memory_limiter_refused_spans{processor=\"memory_limiter\"}"].ShouldBe(20);
        values["otelcol_processor_dropped_spans{processor=\"memory_limiter\"}"].ShouldBe(0);
    }

    private static string AtLevel(string level) =>
        ThreeSignals.Replace("service:", $"service:\n  telemetry: {{metrics: {{level: {level}}}}}");
}
