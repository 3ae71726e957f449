using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http;
using HotPath.Testing.Tls;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.Faults;

/// <summary>
/// Certificates that expire and are replaced while the gateway runs, its own, its clients' and its backends'. A certificate that has
/// expired stands for one that expires: who connects sees the same.
/// </summary>
public sealed class CertificateTests : IDisposable
{
    private static readonly byte[][] Requests = [.. Enumerable.Range(1, 4).Select(static seed => SampleRequests.Traces(10, seed))];

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task ServersCertificate_Expires_OldConnectionsGoOnAndNewFilesHealIt()
    {
        TlsFiles files = _certificates.Server();
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await StartAsync(
            sink, $"cert_file: \"{files.CertFile}\", key_file: \"{files.KeyFile}\", reload_interval: 10ms");
        using GrpcClient old = Client(gateway);
        (await old.ExportAsync(Signal.Traces, Requests[0])).Status.ShouldBe(0);

        _certificates.IssueExpired("localhost", IPAddress.Loopback);
        await RefusedAsync(gateway, null);
        (await old.ExportAsync(Signal.Traces, Requests[1])).Status.ShouldBe(0);

        _certificates.Issue("localhost", IPAddress.Loopback);
        await TakenAsync(gateway, Requests[2], null);

        // What is no certificate leaves the last good one in force.
        await File.WriteAllTextAsync(files.CertFile!, "no certificate");
        await Eventually.HoldsAsync(async () =>
        {
            await TakenAsync(gateway, Requests[3], null);
            return (gateway.Output.Contains("cert_file", StringComparison.Ordinal), gateway.Output);
        });
        await ShouldHaveAllAsync(gateway, sink);
    }

    [Fact]
    public async Task ClientsCertificate_ExpiresOrItsAuthorityIsReplaced_IsRefusedUntilANewOneIsShown()
    {
        using var others = new TestCertificates();
        TlsFiles files = _certificates.Server(mutual: true);
        string authority = _certificates.Write("clients.crt", _certificates.CaPem);
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await StartAsync(
            sink,
            $"cert_file: \"{files.CertFile}\", key_file: \"{files.KeyFile}\", client_ca_file: \"{authority}\", "
            + "client_ca_file_reload: true");
        await TakenAsync(gateway, Requests[0], _certificates.ClientCertificate);
        await RefusedAsync(gateway, _certificates.IssueExpired("late").Certificate);
        await RefusedAsync(gateway, others.ClientCertificate);

        await File.WriteAllTextAsync(authority, others.CaPem);
        await TakenAsync(gateway, Requests[1], others.ClientCertificate);
        await RefusedAsync(gateway, _certificates.ClientCertificate);

        await File.WriteAllTextAsync(authority, _certificates.CaPem);
        await TakenAsync(gateway, Requests[2], _certificates.ClientCertificate);
        await TakenAsync(gateway, Requests[3], _certificates.Issue("renewed").Certificate);
        await ShouldHaveAllAsync(gateway, sink);
    }

    [Fact]
    public async Task BackendsCertificate_Expired_IsNamedAndAllArrivesOnceItIsReplaced()
    {
        SslServerAuthenticationOptions shown = Showing(_certificates.IssueExpired("localhost").Certificate);
        await using GrpcSink grpc = await GrpcSink.StartAsync(tls: () => Volatile.Read(ref shown));
        await using HttpSink http = await HttpSink.StartAsync(tls: () => Volatile.Read(ref shown));
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            $$"""
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} } } }
            exporters:
              otlp:
                endpoint: "localhost:{{grpc.Port}}"
                tls: {ca_file: "{{_certificates.CaFile}}"}
                retry_on_failure: {initial_interval: 50ms, max_interval: 200ms, max_elapsed_time: 0}
              otlphttp:
                endpoint: "https://localhost:{{http.Port}}"
                tls: {ca_file: "{{_certificates.CaFile}}"}
                retry_on_failure: {initial_interval: 50ms, max_interval: 200ms, max_elapsed_time: 0}
            service: {pipelines: {traces: {receivers: [otlp], exporters: [otlp, otlphttp]} } }
            """);
        using (var client = new GrpcClient(gateway.Endpoint))
        {
            foreach (byte[] request in Requests)
            {
                (await client.ExportAsync(Signal.Traces, request)).Status.ShouldBe(0);
            }
        }

        foreach (string exporter in new[] { "otlp", "otlphttp" })
        {
            await Eventually.HoldsAsync(
                () => gateway.Output.Split('\n').Any(line => line.Contains($"\"{exporter}\"", StringComparison.Ordinal)
                    && line.Contains("certificate", StringComparison.OrdinalIgnoreCase)
                    && line.Contains("NotTimeValid", StringComparison.Ordinal)),
                () => gateway.Output);
        }

        grpc.Requests.ShouldBeEmpty();
        http.Requests.ShouldBeEmpty();
        Volatile.Write(ref shown, Showing(_certificates.Issue("localhost").Certificate));
        await ShouldArriveAsync(() => grpc.Requests.Select(static request => request.Bytes));
        await ShouldArriveAsync(() => http.Requests.Select(static request => request.Bytes));
        await gateway.ShouldBalanceAsync();
    }

    private static Task<GatewayProcess> StartAsync(GrpcSink sink, string tls) => GatewayProcess.StartAsync(
        $$"""
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0", tls: { {{tls}} } } } } }
        exporters: {otlp: {endpoint: "{{sink.Endpoint}}", tls: {insecure: true} } }
        service: {pipelines: {traces: {receivers: [otlp], exporters: [otlp]} } }
        """);

    private static SslServerAuthenticationOptions Showing(X509Certificate2 certificate) => new()
    {
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        ServerCertificate = certificate,
    };

    private GrpcClient Client(GatewayProcess gateway, X509Certificate2? show = null) =>
        new(gateway.Endpoint, _certificates.Client("localhost", show));

    /// <summary>A new connection is taken, at the latest when the gateway has looked at the files.</summary>
    private Task TakenAsync(GatewayProcess gateway, byte[] request, X509Certificate2? show) => Eventually.HoldsAsync(async () =>
    {
        using GrpcClient client = Client(gateway, show);
        try
        {
            GrpcReply reply = await client.ExportAsync(Signal.Traces, request);
            return (reply.Status == 0, $"{reply.Status} {reply.Message}");
        }
        catch (Exception refused) when (refused is HttpRequestException or OperationCanceledException)
        {
            return (false, $"{refused}\n{gateway.Output}");
        }
    });

    /// <summary>A new connection fails, at the latest when the gateway has looked at the files. An empty request leaves no data.</summary>
    private Task RefusedAsync(GatewayProcess gateway, X509Certificate2? show) => Eventually.HoldsAsync(async () =>
    {
        using GrpcClient client = Client(gateway, show);
        try
        {
            return ((await client.ExportAsync(Signal.Traces, Array.Empty<byte>())).Status < 0, $"was taken: {gateway.Output}");
        }
        catch (Exception refused) when (refused is HttpRequestException or OperationCanceledException)
        {
            return (true, "");
        }
    });

    private static async Task ShouldHaveAllAsync(GatewayProcess gateway, GrpcSink sink)
    {
        await ShouldArriveAsync(() => sink.Requests.Select(static request => request.Bytes));
        await gateway.ShouldBalanceAsync();
    }

    private static Task ShouldArriveAsync(Func<IEnumerable<byte[]>> arrived) => Eventually.HoldsAsync(
        () => Requests.Select(Convert.ToHexString).ToHashSet().IsSubsetOf(arrived().Select(Convert.ToHexString)),
        () => $"{arrived().Count()} requests arrived");
}
