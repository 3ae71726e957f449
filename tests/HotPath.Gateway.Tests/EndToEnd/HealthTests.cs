using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using HotPath.Core;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>
/// What the probes hear of a gateway in trouble: <c>/</c> never tells to kill it, <c>/ready</c> and <c>/status</c> tell the truth.
/// </summary>
public sealed class HealthTests
{
    private const string Extensions =
        """
        extensions:
          health_check: {endpoint: "127.0.0.1:0"}
          health_check/two:
            use_v2: true
            http: {endpoint: "127.0.0.1:0", config: {enabled: true}}
            grpc: {endpoint: "127.0.0.1:0"}
            component_health: {include_permanent_errors: true}
        """;

    private const string Service = "extensions: [health_check, health_check/two], pipelines";

    [Fact]
    public async Task BackendDead_IsRecoverable_LiveAndReady()
    {
        using Socket closed = ClosedPort(out string endpoint);
        await using GatewayProcess gateway = await StartAsync($"\"{endpoint}\"", "");
        await SendAsync(gateway);

        JsonElement status = await StatusAsync(gateway, "StatusRecoverableError", 200);
        status.GetProperty("error").GetString()!.ShouldContain("Connection refused");
        JsonElement exporter = Component(status, "pipeline:traces", "exporter:otlp");
        exporter.GetProperty("status").GetString().ShouldBe("StatusRecoverableError");
        Component(status, "pipeline:traces", "receiver:otlp").GetProperty("status").GetString().ShouldBe("StatusOK");
        Component(status, "extensions", "extension:health_check").GetProperty("status").GetString().ShouldBe("StatusOK");
        (await GetAsync(gateway, 0, "/")).Status.ShouldBe(200);
        (await GetAsync(gateway, 0, "/ready")).ShouldBe((200, """{"status":"ready"}"""));
        (await GetAsync(gateway, 1, "/status?pipeline=nobody")).Status.ShouldBe(404);
        (await GetAsync(gateway, 1, "/")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task BackendRefusesForGood_IsPermanentUntilItTakesSomething()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Script(GrpcAnswer.Error(7, "go away"));
        await using GatewayProcess gateway = await StartAsync($"\"{sink.Endpoint}\"", "timeout: 60s");
        await SendAsync(gateway);

        JsonElement status = await StatusAsync(gateway, "StatusPermanentError", 500);
        status.GetProperty("healthy").GetBoolean().ShouldBeFalse();
        status.GetProperty("error").GetString()!.ShouldContain("go away");
        (await CheckAsync(gateway, "traces")).ShouldBe(2);
        (await GetAsync(gateway, 0, "/")).Status.ShouldBe(200);
        await SendAsync(gateway);
        await StatusAsync(gateway, "StatusOK", 200);
        (await CheckAsync(gateway, "traces")).ShouldBe(1);
    }

    [Fact]
    public async Task MemoryFull_BehindAHungBackend_IsLiveAndNotReadyUntilItIsFree()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Answer = _ => GrpcAnswer.HangUntil(release.Task);
        await using GatewayProcess gateway = await StartAsync(
            $"\"{sink.Endpoint}\"",
            "timeout: 0s, sending_queue: {enabled: false}",
            "processors: {memory_limiter: {check_interval: 1s, limit_mib: 256} }",
            "processors: [memory_limiter],");
        using var client = new GrpcClient(gateway.Endpoint);
        byte[] request = SampleRequests.Traces(8_000, seed: 1);
        var calls = new List<Task<GrpcReply>>();
        Task<GrpcReply>? refused = null;
        while (refused is null)
        {
            calls.Add(client.ExportAsync(Signal.Traces, request));
            await Task.WhenAny([Task.Delay(TimeSpan.FromMilliseconds(20)), .. calls]);
            refused = calls.Find(static call => call.IsCompleted);
        }

        GrpcReply reply = await refused;
        reply.Status.ShouldBe(14, $"{reply} {reply.Message}");
        (await UntilAsync(gateway, 0, "/ready", static answer => answer.Status == 503)).ShouldContain("memory");
        (await GetAsync(gateway, 0, "/")).Status.ShouldBe(200);
        release.SetResult();
        await Task.WhenAll(calls);
        await UntilAsync(gateway, 0, "/ready", static answer => answer.Status == 200);
    }

    [Fact]
    public async Task DiskAtItsLimit_IsToldAndNotReady()
    {
        using var folder = new TemporaryFolder();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Answer = _ => GrpcAnswer.HangUntil(release.Task);
        await using GatewayProcess gateway = await StartAsync(
            $"\"{sink.Endpoint}\"",
            "timeout: 0s, sending_queue: {storage: file_storage}",
            "",
            "",
            $"  file_storage: {{directory: \"{folder.Path}\", create_directory: true, hotpath: {{max_size_mib: 1, compression: none}}}}",
            "file_storage, ");
        using var client = new GrpcClient(gateway.Endpoint);
        byte[] request = SampleRequests.Traces(2_000, seed: 1);
        while ((await client.ExportAsync(Signal.Traces, request)).Status == 0)
        {
        }

        JsonElement status = await StatusAsync(gateway, "StatusRecoverableError", 200);
        status.GetProperty("error").GetString()!.ShouldContain("has all the disk it may take");
        (await UntilAsync(gateway, 0, "/ready", static answer => answer.Status == 503)).ShouldContain("has its size on disk");
        (await GetAsync(gateway, 0, "/")).Status.ShouldBe(200);
        release.SetResult();
        await UntilAsync(gateway, 0, "/ready", static answer => answer.Status == 200);
        await StatusAsync(gateway, "StatusOK", 200);
    }

    [Fact]
    public async Task PortTaken_EndsTheStartAndSaysSo()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        (int exitCode, string output) = await GatewayProcess.RunAsync(
            "--config",
            $$"""
            yaml:
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:{{port}}"} } } }
            exporters: {nop: }
            extensions: {health_check: {endpoint: "127.0.0.1:0"} }
            service:
              extensions: [health_check]
              telemetry: {metrics: {level: none} }
              pipelines: {traces: {receivers: [otlp], exporters: [nop]} }
            """);

        exitCode.ShouldBe(1, output);
        output.ShouldContain($"receiver otlp cannot listen on 127.0.0.1:{port}");
    }

    [Fact]
    public async Task Config_Always_HidesSecrets()
    {
        using Socket closed = ClosedPort(out string endpoint);
        await using GatewayProcess gateway = await StartAsync($"\"{endpoint}\"", "headers: {x-api-key: hunter2}");

        (int status, string body) = await GetAsync(gateway, 1, "/config");
        status.ShouldBe(200);
        body.ShouldNotContain("hunter2");
        JsonDocument.Parse(body).RootElement
            .GetProperty("exporters").GetProperty("otlp").GetProperty("headers").GetProperty("x-api-key").GetString()
            .ShouldBe("[REDACTED]");
    }

    private static Task<GatewayProcess> StartAsync(
        string endpoint, string exporterKeys, string sections = "", string pipelineKeys = "", string extension = "", string listed = "") =>
        GatewayProcess.StartAsync(
            $$"""
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} } } }
            {{sections}}
            exporters: {otlp: {endpoint: {{endpoint}}, tls: {insecure: true}, {{exporterKeys}} } }
            {{Extensions}}
            {{extension}}
            service:
              { {{Service.Replace("[", "[" + listed, StringComparison.Ordinal)}}:
                {traces: {receivers: [otlp], {{pipelineKeys}} exporters: [otlp]} } }
            """);

    private static async Task SendAsync(GatewayProcess gateway)
    {
        using var client = new GrpcClient(gateway.Endpoint);
        (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(3, seed: 1))).Status.ShouldBe(0);
    }

    /// <summary>A port that nobody listens on, nor can while the socket has it.</summary>
    private static Socket ClosedPort(out string endpoint)
    {
        var holder = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        endpoint = $"{holder.LocalEndPoint}";
        return holder;
    }

    /// <summary>The status, as soon as the whole is as expected.</summary>
    private static async Task<JsonElement> StatusAsync(GatewayProcess gateway, string expected, int code)
    {
        string body = await UntilAsync(
            gateway, 1, "/status?verbose", answer => answer.Body.Contains($"\"status\":\"{expected}\"", StringComparison.Ordinal)
            && JsonDocument.Parse(answer.Body).RootElement.GetProperty("status").GetString() == expected && answer.Status == code);
        return JsonDocument.Parse(body).RootElement;
    }

    private static JsonElement Component(JsonElement status, string part, string component) =>
        status.GetProperty("components").GetProperty(part).GetProperty("components").GetProperty(component);

    private static async Task<string> UntilAsync(
        GatewayProcess gateway, int server, string path, Func<(int Status, string Body), bool> reached)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            (int Status, string Body) answer = await GetAsync(gateway, server, path);
            if (reached(answer))
            {
                return answer.Body;
            }

            patience.IsCancellationRequested.ShouldBeFalse($"{path} is still {answer}; hotpath said:\n{gateway.Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

    /// <summary>Asks one of the servers of health_check: the first version's, or the second's.</summary>
    private static async Task<(int Status, string Body)> GetAsync(GatewayProcess gateway, int server, string path)
    {
        using var client = new HttpClient();
        using HttpResponseMessage answer =
            await client.GetAsync(new Uri($"http://{gateway.ExtensionEndpoints("health_check")[server]}{path}"));
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What grpc.health.v1 says of a pipeline: 1 serving, 2 not.</summary>
    private static async Task<int> CheckAsync(GatewayProcess gateway, string pipeline)
    {
        using var client = new GrpcClient(gateway.ExtensionEndpoints("health_check")[2]);
        byte[] message = [0x0A, (byte)pipeline.Length, .. System.Text.Encoding.ASCII.GetBytes(pipeline)];
        GrpcReply reply =
            await client.SendAsync(new GrpcCall { Path = "/grpc.health.v1.Health/Check", Body = GrpcMessages.Frame(message) });
        reply.Status.ShouldBe(0);
        return reply.Body[^1];
    }
}
