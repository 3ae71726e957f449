using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Gateway.Tests.Faults;
using HotPath.Gateway.Tests.Reload;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http;
using HotPath.Testing.Tls;

namespace HotPath.Gateway.Tests.Security;

/// <summary>
/// <c>oauth2client</c> of both exporters with a token server: tokens that end and are fetched anew, a token server that is down for longer
/// than a token lives, and a client secret that is replaced without a restart.
/// </summary>
public sealed class OAuth2RotationTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _certificates.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Tokens_EndAreRefreshedAndFailToBeHad_NothingIsLost()
    {
        await using TokenServer tokens = await TokenServer.StartAsync();
        await using GrpcSink grpc = await GrpcSink.StartAsync(certificate: _certificates.Issue("localhost").Certificate);
        await using HttpSink http = await HttpSink.StartAsync();
        grpc.Answer = static request =>
            TokenServer.IsToken(request.Headers["authorization"]) ? GrpcAnswer.Ok : GrpcAnswer.Error(16, "no token");
        http.Answer = static request =>
            TokenServer.IsToken(request.Headers["authorization"]) ? HttpSinkAnswer.Ok : HttpSinkAnswer.Error(401);
        Publish("v1", TokenServer.FirstSecret);
        await using GatewayProcess gateway = await StartAsync(tokens, grpc, http);
        using var client = new GrpcClient(gateway.Endpoint);
        await using var sender = new SteadySender(request => client.ExportAsync(Signal.Traces, request));

        await Eventually.HoldsAsync(() => tokens.Given >= 3, () => $"{tokens.Given} tokens: {gateway.Output}");

        // Down until the last token has ended and batches wait for another: an attempt without one says so.
        tokens.IsDown = true;
        await Eventually.HoldsAsync(() => gateway.Output.Contains("HTTP status 503", StringComparison.Ordinal), () => gateway.Output);
        await Eventually.HoldsAsync(
            () => gateway.Output.Contains("failed to get security token from token endpoint", StringComparison.Ordinal)
            && gateway.Output.Contains("Exporting failed", StringComparison.Ordinal), () => gateway.Output);
        tokens.IsDown = false;
        int given = tokens.Given;
        await Eventually.HoldsAsync(() => tokens.Given > given, () => gateway.Output);

        // Another secret: the server takes it from now on only, and the file is swapped a moment later.
        int refused = tokens.Refused;
        tokens.ChangeSecret(TokenServer.SecondSecret);
        await Eventually.HoldsAsync(() => tokens.Refused > refused, () => gateway.Output);
        Publish("v2", TokenServer.SecondSecret);
        given = tokens.Given;
        await Eventually.HoldsAsync(() => tokens.Given > given, () => gateway.Output);
        await sender.MoreAsync(5);

        await sender.ArriveAsync(
            () => grpc.Requests.Select(static request => request.Bytes), () => http.Requests.Select(static request => request.Bytes));
        await gateway.ShouldBalanceAsync();
        gateway.Output.ShouldNotContain("access-token-");
        gateway.Output.ShouldNotContain("client-secret-");
    }

    private void Publish(string version, string secret) => MountedFolder.Publish(_folder.Path, version, "secret", secret + "\n");

    private Task<GatewayProcess> StartAsync(TokenServer tokens, GrpcSink grpc, HttpSink http)
    {
        const string Retry = "retry_on_failure: {initial_interval: 50ms, max_interval: 200ms, max_elapsed_time: 0}, "
            + "sending_queue: {block_on_overflow: true}";
        return GatewayProcess.StartAsync(
            $$"""
            extensions:
              oauth2client: {client_id: {{TokenServer.ClientId}}, client_secret_file: {{_folder.Path}}/secret, token_url: "{{tokens.Url}}"}
            receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} } } }
            exporters:
              otlp: {endpoint: "localhost:{{grpc.Port}}", tls: {ca_file: {{_certificates.CaFile}} },
                auth: {authenticator: oauth2client}, {{Retry}} }
              otlphttp: {endpoint: "{{http.Endpoint}}", auth: {authenticator: oauth2client}, {{Retry}} }
            service:
              extensions: [oauth2client]
              telemetry: {logs: {level: debug} }
              pipelines: {traces: {receivers: [otlp], exporters: [otlp, otlphttp]} }
            """);
    }
}
