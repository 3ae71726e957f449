using System.Text.RegularExpressions;
using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing;
using HotPath.Testing.Foreign;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Tls;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.Interop;

/// <summary>Clients that know HTTP/2 and no gRPC: nghttp2's h2load and nghttp, and curl, over plaintext and TLS.</summary>
public sealed partial class Nghttp2ClientTests : IDisposable
{
    private const int ItemsPerRequest = 20;

    private static readonly byte[] Message = SampleRequests.Traces(ItemsPerRequest, seed: 3);

    private readonly TestCertificates _certificates = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _certificates.Dispose();
        _folder.Dispose();
    }

    [NeedsProgramTheory("h2load", "nghttp2-client")]
    [InlineData(InteropGateway.Plain)]
    [InlineData(InteropGateway.Tls)]
    public async Task H2Load_64Streams_NoneIsRefusedAndAllArrive(string receiver)
    {
        const int Requests = 640;
        string output = await SendAsync(
            Requests, receiver, "h2load", "--verbose", "-n", $"{Requests}", "-c", "2", "-m", "64", "-d", "{body}");

        // h2load prints a response's headers and not its trailers. A refusal has its grpc-status among the headers.
        output.ShouldContain($"{Requests} succeeded");
        output.ShouldNotContain("grpc-status");
    }

    [NeedsProgramTheory("nghttp", "nghttp2-client")]
    [InlineData(InteropGateway.Plain)]
    [InlineData(InteropGateway.Tls)]
    [InlineData(InteropGateway.Mutual)]
    public async Task Nghttp_64StreamsOnOneConnection_EachIsAnsweredWithGrpcStatusZero(string receiver)
    {
        const int Requests = 64;
        TlsFiles client = _certificates.Client(mutual: true);
        string[] show = receiver == InteropGateway.Mutual ? ["--cert", client.CertFile!, "--key", client.KeyFile!] : [];
        string output = await SendAsync(
            Requests, receiver, "nghttp", [.. show, "--verbose", "--no-dep", "-m", $"{Requests}", "-d", "{body}"]);

        GrpcStatusZero().Count(output).ShouldBe(Requests, output[^Math.Min(2000, output.Length)..]);
    }

    [NeedsProgramTheory("curl", "curl")]
    [InlineData(InteropGateway.Plain)]
    [InlineData(InteropGateway.Tls)]
    [InlineData(InteropGateway.Mutual)]
    public async Task Curl_OneRequest_IsAnsweredWithGrpcStatusZero(string receiver)
    {
        TlsFiles client = _certificates.Client(mutual: true);
        string[] show = receiver == InteropGateway.Mutual ? ["--cert", client.CertFile!, "--key", client.KeyFile!] : [];
        string version = receiver == InteropGateway.Plain ? "--http2-prior-knowledge" : "--http2";
        string output = await SendAsync(
            1, receiver, "curl", [.. show, version, "--cacert", _certificates.CaFile, "-sv", "--output", "-", "--data-binary", "@{body}"]);

        GrpcStatusZero().Count(output).ShouldBe(1, output);
    }

    /// <summary>Runs a program against a receiver; every request must arrive as it was sent, and nothing more.</summary>
    private async Task<string> SendAsync(int requests, string receiver, string program, params string[] options)
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await InteropGateway.StartAsync(_certificates, InteropGateway.Exporter(sink.Endpoint));
        string body = Path.Combine(_folder.Path, "body");
        await File.WriteAllBytesAsync(body, GrpcMessages.Frame(Message));
        string scheme = receiver == InteropGateway.Plain ? "http" : "https";
        string output = await ForeignProgram.RunAsync(
            program,
            [
                .. options.Select(option => option.Replace("{body}", body, StringComparison.Ordinal)),
                "-H", "content-type: application/grpc", "-H", "te: trailers",
                $"{scheme}://{gateway.EndpointOf(receiver)}{GrpcMessages.Path(Signal.Traces)}",
            ]);

        await sink.ShouldGetAsync([.. Enumerable.Repeat(Message, requests)], gateway);
        await gateway.ShouldBalanceAsync();
        return output;
    }

    [GeneratedRegex("grpc-status: 0\\b")]
    private static partial Regex GrpcStatusZero();
}
