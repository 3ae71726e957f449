using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing.Foreign;
using HotPath.Testing.Skips;
using HotPath.Testing.Tls;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.Interop;

/// <summary>A web server that speaks HTTP/2 and no gRPC where a backend should be: the exporter says so, and nothing hangs.</summary>
public sealed class NghttpdTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [NeedsProgram("nghttpd", "nghttp2-server")]
    public Task Nghttpd_WithoutTheMethodsPath_IsNamedByItsHttpStatus() =>
        ShouldBeDroppedAsync(Messages.Large, "unexpected HTTP status code received from server: 404");

    [NeedsProgram("nghttpd", "nghttp2-server")]
    public Task Nghttpd_ThatEchoesWhatItGets_IsSaidToAnswerWithoutAStatus() =>
        ShouldBeDroppedAsync(SampleRequests.Traces(50, seed: 1), "the response ended without a grpc-status", "--echo-upload");

    [NeedsProgram("nghttpd", "nghttp2-server")]
    public Task Nghttpd_ThatEchoesMoreThanAResponseMayHave_IsNotReadToItsEnd() =>
        ShouldBeDroppedAsync(Messages.Large, "received message larger than max", "--echo-upload");

    private async Task ShouldBeDroppedAsync(byte[] message, string because, params string[] options)
    {
        TlsFiles server = _certificates.Server();
        string[] common = ["-a", "127.0.0.1", .. options, "-d"];
        await using ForeignServer plain = await ForeignServer.StartAsync(
            "nghttpd", 1, (ports, folder) => [.. common, folder, "--no-tls", $"{ports[0]}"]);
        await using ForeignServer tls = await ForeignServer.StartAsync(
            "nghttpd", 1, (ports, folder) => [.. common, folder, $"{ports[0]}", server.KeyFile!, server.CertFile!]);
        await using GatewayProcess gateway = await InteropGateway.StartAsync(
            _certificates,
            InteropGateway.Exporter(plain.Endpoints[0]),
            InteropGateway.Exporter(tls.Endpoints[0], _certificates.Client()));

        await Messages.SendAsync(gateway.EndpointOf(InteropGateway.Plain), [message]);

        await gateway.SeesAsync(because);
        await gateway.SeesAsync(because);
        await gateway.ShouldBalanceAsync();
        gateway.ShouldSay("\"otlp/0\"");
        gateway.ShouldSay("\"otlp/1\"");
    }
}
