using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using HotPath.Core;
using HotPath.Gateway.Tests.Reload;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http;
using HotPath.Testing.Tls;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>Authentication in the real executable, with real certificates, files of tokens that are swapped, and curl.</summary>
public sealed class SecuredEdgeTests : IDisposable
{
    private const string FirstToken = "tok-3f9a1c";
    private const string SecondToken = "tok-b72e08";
    private const string BackendPassword = "pw-5d0c77";
    private const string UserPassword = "bar";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly byte[] Request = SampleRequests.Traces(spans: 7, seed: 3);

    private readonly TestCertificates _certificates = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _certificates.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Config14_WithCertificatesAndTokens_LetsInOnlyWhoShowsBoth()
    {
        (X509Certificate2 server, _, _) = Install();
        await using HttpSink backend = await HttpSink.StartAsync(server);
        await using GatewayProcess gateway = await StartAsync(backend);
        string grpc = $"localhost:{PortOf(gateway.Endpoint)}";
        using var client = new GrpcClient(grpc, _certificates.Client("localhost", _certificates.ClientCertificate));
        using var stranger = new GrpcClient(grpc, _certificates.Client("localhost"));

        (await ExportAsync(client, FirstToken)).ShouldBe(0);
        (await ExportAsync(client, SecondToken)).ShouldBe(16);
        (await client.ExportAsync(Signal.Traces, Request)).Status.ShouldBe(16);
        await Should.ThrowAsync<HttpRequestException>(() => ExportAsync(stranger, FirstToken));
        (await CurlAsync(gateway, "-H", $"Authorization: Bearer {FirstToken}")).ShouldBe("200");
        (await CurlAsync(gateway, "-H", $"Authorization: Bearer {SecondToken}")).ShouldBe("401");
        (await CurlAsync(gateway, "--tls-max", "1.2", "-H", $"Authorization: Bearer {FirstToken}"))
            .ShouldBe("000", "the port speaks TLS 1.3 only");

        SwapTokens("v2", SecondToken);
        await UntilAsync(async () => await ExportAsync(client, SecondToken) == 0, "the swapped file is not read");
        (await ExportAsync(client, FirstToken)).ShouldBe(16);

        await backend.WaitForRequestsAsync(1);
        backend.Requests[0].Headers["authorization"]
            .ShouldBe("Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("gateway:" + BackendPassword)));
        backend.Requests[0].Headers["x-tenant"].ShouldBe("shop");
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
        await using (GatewayProcess again = await StartAsync(backend))
        {
            using var anew = new GrpcClient(
                $"localhost:{PortOf(again.Endpoint)}", _certificates.Client("localhost", _certificates.ClientCertificate));
            (await ExportAsync(anew, SecondToken)).ShouldBe(0, "a restart changes nothing");
            (await ExportAsync(anew, FirstToken)).ShouldBe(16);
            (await again.StopAsync()).ShouldBe(0, again.Output);
        }

        backend.Requests.Sum(static r => r.Items).ShouldBeGreaterThanOrEqualTo(4 * 7);
        string basic = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("gateway:" + BackendPassword));
        foreach (string secret in new[] { FirstToken, SecondToken, BackendPassword, basic })
        {
            gateway.ShouldNotSay(secret);
        }
    }

    [Fact]
    public async Task BasicAuth_WithCurlsUserOption_AndTenantsHandedOn()
    {
        await using HttpSink backend = await HttpSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            """
            extensions:
              basicauth/in: {htpasswd: {inline: "jo:$$2y$$05$$bWBMg3oUStnhfy5rFvoyreviPySU6hvEmBub5wIlM/D.c5FeYJQ6O"}}
              headers_setter: {headers: [{action: upsert, key: X-Scope-OrgID, from_context: x-tenant, default_value: nobody}]}
            receivers: {otlp: {protocols: {http: {endpoint: "127.0.0.1:0", include_metadata: true, auth: {authenticator: basicauth/in}}}}}
            exporters: {otlphttp: {endpoint: "BACKEND", auth: {authenticator: headers_setter}}}
            service:
              extensions: [basicauth/in, headers_setter]
              telemetry: {logs: {level: debug}}
              pipelines: {traces: {receivers: [otlp], exporters: [otlphttp]}}
            """.Replace("BACKEND", backend.Endpoint, StringComparison.Ordinal));

        (await CurlAsync(gateway, "-u", $"jo:{UserPassword}", "-H", "X-Tenant: shop")).ShouldBe("200");
        await backend.WaitForRequestsAsync(1);
        (await CurlAsync(gateway, "-u", $"jo:{UserPassword}")).ShouldBe("200");
        (await CurlAsync(gateway, "-u", "jo:wrong-9c1d")).ShouldBe("401");
        (await CurlAsync(gateway)).ShouldBe("401");
        await backend.WaitForRequestsAsync(1);

        backend.Requests.Select(static r => r.Headers["x-scope-orgid"]).ShouldBe(["shop", "nobody"]);
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
        gateway.ShouldSay("unauthenticated");
        gateway.ShouldNotSay("wrong-9c1d");
        gateway.ShouldNotSay("$2y$05$");
    }

    private (X509Certificate2 Certificate, string CertFile, string KeyFile) Install()
    {
        var server = _certificates.Issue("localhost", System.Net.IPAddress.Loopback);
        File.Copy(server.CertFile, Path.Combine(_folder.Path, "server.crt"));
        File.Copy(server.KeyFile, Path.Combine(_folder.Path, "server.key"));
        File.Copy(_certificates.CaFile, Path.Combine(_folder.Path, "ca.crt"));
        SwapTokens("v1", FirstToken);
        return server;
    }

    private void SwapTokens(string version, string token) => MountedFolder.Publish(_folder.Path, version, "tokens", token + "\n");

    private async Task<GatewayProcess> StartAsync(HttpSink backend) => await GatewayProcess.StartWithAsync(
        [$"HOTPATH_TEST_DIR={_folder.Path}", $"BACKEND_PASSWORD={BackendPassword}"],
        await File.ReadAllTextAsync(RepositoryRoot.Combine("tests", "configs", "14-secured-edge.yaml")),
        "--set", "receivers.otlp.protocols.grpc.endpoint=127.0.0.1:0",
        "--set", "receivers.otlp.protocols.http.endpoint=127.0.0.1:0",
        "--set", $"exporters.otlphttp.endpoint=https://localhost:{backend.Port}",
        "--set", $"exporters.otlphttp.tls.ca_file={_certificates.CaFile}",
        "--set", "service.telemetry.logs.level=debug");

    private static string PortOf(string endpoint) => endpoint[(endpoint.LastIndexOf(':') + 1)..];

    private static async Task<int?> ExportAsync(GrpcClient client, string token)
    {
        GrpcCall call = GrpcCall.Export(Signal.Traces, Request) with { Headers = [new("authorization", $"Bearer {token}")] };
        return (await client.SendAsync(call)).Status;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, string otherwise)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(Patience, otherwise);
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    /// <summary>Posts the request with curl, and returns the HTTP status that it saw; 000 for none.</summary>
    private async Task<string> CurlAsync(GatewayProcess gateway, params string[] arguments)
    {
        string body = Path.Combine(_folder.Path, "request.bin");
        await File.WriteAllBytesAsync(body, Request);
        string scheme = File.Exists(Path.Combine(_folder.Path, "server.crt")) ? "https" : "http";
        var start = new ProcessStartInfo("curl",
        [
            "-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", _certificates.CaFile, "-H", "Content-Type: application/x-protobuf",
            "--data-binary", "@" + body, .. arguments, $"{scheme}://localhost:{PortOf(gateway.HttpEndpoint)}/v1/traces",
        ])
        {
            RedirectStandardOutput = true,
        };
        using Process curl = Process.Start(start)!;
        string status = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();
        return status;
    }
}
