using System.Diagnostics;
using System.Text.Json;
using HotPath.Core;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http;
using HotPath.Testing.Skips;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>What the real executable tells of itself: metrics over HTTP, health, and its log as JSON.</summary>
public sealed class OwnTelemetryTests
{
    private const string Reader = "service.telemetry.metrics.readers=[{pull: {exporter: {prometheus: {host: 127.0.0.1, port: 0}}}}]";
    private const string WithSuffixes =
        "service.telemetry.metrics.readers=[{pull: {exporter: {prometheus: {host: 127.0.0.1, port: 0, without_type_suffix: false, "
        + "without_units: false}}}}]";

    private static readonly string[] Scraped = ["--set", "service.telemetry.metrics.level=normal", "--set", Reader];

    /// <summary>The receiver of this configuration has a gRPC server only.</summary>
    [Fact]
    public async Task Scrape_OfPeersThatSpeakSomethingElse_CountsThem()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(SdkTests.Config(sink), Scraped);
        string Metrics(int accepted, int other, int tls) =>
            $$"""
            hotpath_receiver_other_protocol_requests{receiver="otlp",transport="grpc"} {{other}}
            hotpath_receiver_wrong_peers{receiver="otlp",transport="grpc",reason="tls"} {{tls}}
            hotpath_receiver_wrong_peers{receiver="otlp",transport="grpc",reason="plaintext"} 0
            hotpath_receiver_wrong_peers{receiver="otlp",transport="grpc",reason="unknown"} 0
            hotpath_receiver_limited_connections{receiver="otlp",transport="grpc",reason="max_pings_per_second"} 0
            hotpath_exporter_wrong_peers{data_type="traces",exporter="otlp",reason="http1"} 0
            hotpath_exporter_limited_connections{data_type="traces",exporter="otlp",reason="too_many_pings"} 0
            otelcol_receiver_accepted_spans{receiver="otlp",transport="http"} {{accepted}}
            otelcol_receiver_accepted_spans{receiver="otlp",transport="grpc"} 0
            """;
        await gateway.ShouldShowAsync(Metrics(accepted: 0, other: 0, tls: 0).Split('\n'));

        using var client = new HttpClient();
        using var content =
            new ByteArrayContent(SampleRequests.Traces(7, seed: 4)) { Headers = { { "Content-Type", "application/x-protobuf" } } };
        using HttpResponseMessage answer = await client.PostAsync($"http://{gateway.Endpoint}/v1/traces", content);
        answer.EnsureSuccessStatusCode();
        await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync($"https://{gateway.Endpoint}/"));

        await gateway.ShouldShowAsync(Metrics(accepted: 7, other: 1, tls: 1).Split('\n'));
        await sink.WaitForItemsAsync(7);
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
        gateway.ShouldSay("A sender speaks OTLP/HTTP to the gRPC port");
        gateway.ShouldSay("A connection began with another protocol and was turned away");
        gateway.ShouldSay("the ledger balances");
    }

    [Fact]
    public async Task Scrape_BeforeAndAfterTraffic_ShowsZeroAndThenTheCounts()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(SdkTests.Config(sink), Scraped);
        string server = $"server_address=\"127.0.0.1\",server_port=\"{sink.Endpoint.Split(':')[^1]}\"";
        string before = await gateway.ScrapeAsync();
        before.ShouldContain("\notelcol_receiver_accepted_spans{receiver=\"otlp\",transport=\"grpc\"} 0\n");
        before.ShouldContain($"\notelcol_exporter_sent_spans{{exporter=\"otlp\",{server}}} 0\n");
        before.ShouldContain("\notelcol_processor_batch_timeout_trigger_send{processor=\"batch\"} 0\n");
        before.ShouldContain(",service_name=\"hotpath\",");

        using var client = new GrpcClient(gateway.Endpoint);
        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(50, seed: 4))).Status.ShouldBe(0);
        await gateway.ShouldShowAsync(
            $"otelcol_exporter_sent_spans{{exporter=\"otlp\",{server}}} 50",
            "otelcol_receiver_accepted_spans{receiver=\"otlp\",transport=\"grpc\"} 50",
            "otelcol_processor_memory_limiter_accepted_spans{processor=\"memory_limiter\"} 50",
            "otelcol_processor_batch_timeout_trigger_send{processor=\"batch\"} 1",
            "hotpath_pipeline_in_flight_items{pipeline=\"traces\"} 0");
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
    }

    [Fact]
    public async Task Scrape_OfBothTransports_CountsEachByItself()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            """
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"}, http: {endpoint: "127.0.0.1:0"}}}}
            exporters: {nop: {}}
            service: {pipelines: {traces: {receivers: [otlp], exporters: [nop]}}}
            """,
            Scraped);
        using var client = new GrpcClient(gateway.Endpoint);
        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(5, seed: 1))).Status.ShouldBe(0);
        using var http = new HttpClient();
        using var body = new ByteArrayContent(SampleRequests.Traces(3, seed: 2));
        body.Headers.ContentType = new("application/x-protobuf");
        (await http.PostAsync(new Uri($"http://{gateway.HttpEndpoint}/v1/traces"), body)).IsSuccessStatusCode.ShouldBeTrue();

        await gateway.ShouldShowAsync(
            "otelcol_receiver_accepted_spans{receiver=\"otlp\",transport=\"grpc\"} 5",
            "otelcol_receiver_accepted_spans{receiver=\"otlp\",transport=\"http\"} 3");
    }

    [Fact]
    public async Task Scrape_Detailed_HasTheServersDurations()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            """
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"}, http: {endpoint: "127.0.0.1:0"}}}}
            exporters: {nop: {}}
            service: {telemetry: {traces: {level: none}}, pipelines: {traces: {receivers: [otlp], exporters: [nop]}}}
            """,
            "--set",
            "service.telemetry.metrics.level=detailed",
            "--set",
            WithSuffixes);
        using var client = new GrpcClient(gateway.Endpoint);
        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(5, seed: 1))).Status.ShouldBe(0);
        (await client.ExportAsync(Signal.Traces, [0xFF])).Status.ShouldBe(3);
        using var http = new HttpClient();
        using var body = new ByteArrayContent(SampleRequests.Traces(3, seed: 2));
        body.Headers.ContentType = new("application/x-protobuf");
        (await http.PostAsync(new Uri($"http://{gateway.HttpEndpoint}/v1/traces"), body)).IsSuccessStatusCode.ShouldBeTrue();

        const string Route = "http_request_method=\"POST\",http_response_status_code=\"200\",http_route=\"/v1/traces\"";
        const string Method = "rpc_method=\"opentelemetry.proto.collector.trace.v1.TraceService/Export\",rpc_response_status_code";
        await gateway.ShouldShowAsync(
            $"http_server_request_duration_seconds_count{{{Route},network_protocol_name=\"http\",network_protocol_version=\"1.1\"}} 1",
            $"rpc_server_call_duration_seconds_count{{{Method}=\"OK\",rpc_system_name=\"grpc\"}} 1",
            $"rpc_server_call_duration_seconds_count{{{Method}=\"INVALID_ARGUMENT\",rpc_system_name=\"grpc\"}} 1");
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
    }

    [Fact]
    public async Task Otlphttp_BackendOutOfQuotaWithoutAQueue_IsPassedOnAs429()
    {
        await using HttpSink backend = await HttpSink.StartAsync();
        backend.Answer = static _ => HttpSinkAnswer.Error(429).With("Retry-After", "7");
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            $$"""
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"}, http: {endpoint: "127.0.0.1:0"} } } }
            exporters:
              otlphttp:
                endpoint: "{{backend.Endpoint}}"
                sending_queue: {enabled: false}
                retry_on_failure: {enabled: false}
            service: {pipelines: {traces: {receivers: [otlp], exporters: [otlphttp] } } }
            """,
            Scraped);
        using var http = new HttpClient();
        using var body = new ByteArrayContent(SampleRequests.Traces(3, seed: 2));
        body.Headers.ContentType = new("application/x-protobuf");

        using HttpResponseMessage answer = await http.PostAsync(new Uri($"http://{gateway.HttpEndpoint}/v1/traces"), body);

        ((int)answer.StatusCode).ShouldBe(429);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        using var client = new GrpcClient(gateway.Endpoint);
        GrpcReply reply = await client.ExportAsync(Signal.Traces, SampleRequests.Traces(3, seed: 1));
        (reply.Status, reply.RetryDelay).ShouldBe((8, TimeSpan.FromSeconds(7)));
    }

    [NeedsProgramTheory("promtool", "prometheus")]
    [InlineData("basic")]
    [InlineData("normal")]
    [InlineData("detailed")]
    public async Task Scrape_WithSuffixes_HasNothingForPromtoolToComplainOf(string level)
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            SdkTests.Config(sink), "--set", $"service.telemetry.metrics.level={level}", "--set", WithSuffixes);
        (int exitCode, string output) = await PromtoolAsync(await gateway.ScrapeAsync());

        output.ShouldBeEmpty();
        exitCode.ShouldBe(0);
    }

    [NeedsProgram("promtool", "prometheus")]
    public async Task Scrape_ByDefault_IsParsedAndOnlyLacksTheSuffixTotal()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(SdkTests.Config(sink), Scraped);
        (_, string output) = await PromtoolAsync(await gateway.ScrapeAsync());

        string[] complaints = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        complaints.ShouldNotBeEmpty();
        complaints.ShouldAllBe(line => line.Contains("should have \"_total\" suffix", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_OfARunningGateway_IsAvailable()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            SdkTests.Config(sink), "--set", "extensions.health_check.endpoint=127.0.0.1:0", "--set", "service.extensions=[health_check]");

        JsonElement answer = JsonDocument.Parse(await GetAsync($"http://{gateway.HealthEndpoint}/")).RootElement;

        answer.GetProperty("status").GetString().ShouldBe("Server available");
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
    }

    [Fact]
    public async Task Health_ConfiguredButNotListed_IsNotStarted()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            SdkTests.Config(sink), "--set", "extensions.health_check.endpoint=127.0.0.1:0");

        gateway.HealthEndpoint.ShouldBeEmpty();
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
    }

    [Fact]
    public async Task Config15_Runs_WithJsonLogAndItsResource()
    {
        string yaml = await File.ReadAllTextAsync(RepositoryRoot.Combine("tests", "configs", "15-own-telemetry.yaml"));
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            yaml, [.. Scraped, "--set", "receivers.otlp.protocols.grpc.endpoint=127.0.0.1:0"]);

        (await gateway.ScrapeAsync()).ShouldContain("service_name=\"my-gateway\"");
        using var client = new GrpcClient(gateway.Endpoint);
        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(3, seed: 1))).Status.ShouldBe(0);
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);

        JsonElement[] entries = [.. gateway.Output.Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
        entries.ShouldAllBe(entry => entry.GetProperty("cluster").GetString() == "test");
        entries.ShouldAllBe(entry => entry.GetProperty("resource").GetProperty("service.name").GetString() == "my-gateway");
        entries.ShouldContain(entry => entry.GetProperty("msg").GetString() == "Everything is ready. Begin running and processing data.");
    }

    [Fact]
    public async Task Metrics_PortTaken_FailsNamingAddressAndKey()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        string port = sink.Endpoint.Split(':')[^1];
        (int exitCode, string output) = await GatewayProcess.RunAsync(
            "--set", "receivers.otlp.protocols.grpc.endpoint=127.0.0.1:0",
            "--set", Reader.Replace("port: 0", $"port: {port}", StringComparison.Ordinal));

        exitCode.ShouldBe(1);
        output.ShouldContain(
            $"Error: the metrics reader cannot listen on 127.0.0.1:{port} "
            + "(service::telemetry::metrics::readers[0]::pull::exporter::prometheus");
    }

    private static async Task<string> GetAsync(string url)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(url));
    }

    private static async Task<(int ExitCode, string Output)> PromtoolAsync(string exposition)
    {
        var start = new ProcessStartInfo(Programs.Find("promtool")!, ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process promtool = Process.Start(start)!;
        await promtool.StandardInput.WriteAsync(exposition);
        promtool.StandardInput.Close();
        string output = await promtool.StandardOutput.ReadToEndAsync() + await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        return (promtool.ExitCode, output);
    }
}
