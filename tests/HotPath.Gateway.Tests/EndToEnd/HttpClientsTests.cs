using System.Buffers;
using System.Diagnostics;
using System.IO.Compression;
using HotPath.Core;
using HotPath.Core.Json;
using HotPath.Engine.Telemetry;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>Real OTLP/HTTP senders through the real executable.</summary>
public sealed class HttpClientsTests
{
    private const int LargeSpans = 6000;

    [Fact]
    public async Task DotNetSdk_OverHttp_ArrivesFieldForField()
    {
        await using GrpcSink direct = await GrpcSink.StartAsync();
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Config(sink));

        DotNetSpans.Send(100, [new Uri($"http://{direct.Endpoint}"), new Uri($"http://{gateway.HttpEndpoint}/v1/traces")]);

        await sink.WaitForItemsAsync(200);
        await direct.WaitForItemsAsync(200);
        CanonicalItems.ShouldBeSameMultiset(
            CanonicalItems.Of(Signal.Traces, sink.Requests.Select(r => r.Bytes)),
            CanonicalItems.Of(Signal.Traces, direct.Requests.Select(r => r.Bytes)));
        await gateway.ShouldBalanceAsync();
    }

    /// <summary>Curl asks before it sends so large a body (Expect: 100-continue).</summary>
    [NeedsProgramTheory("curl", "curl")]
    [InlineData("--http1.1", "")]
    [InlineData("--http1.1", "Transfer-Encoding: chunked")]
    [InlineData("--http1.1", "Content-Encoding: gzip")]
    [InlineData("--http2-prior-knowledge", "")]
    public async Task Curl_WithALargeBody_ArrivesWhole(string version, string header)
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(Config(sink));
        byte[] request = SampleRequests.Traces(LargeSpans, seed: 7);
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, header.EndsWith("gzip", StringComparison.Ordinal) ? Gzip(request) : request);

            string status = await CurlAsync(
                version, "-H", "Content-Type: application/x-protobuf", "-H", header, "--data-binary", $"@{file}",
                $"http://{gateway.HttpEndpoint}/v1/traces");

            status.ShouldBe("200 application/x-protobuf");
        }
        finally
        {
            File.Delete(file);
        }

        await sink.WaitForItemsAsync(LargeSpans);
        CanonicalItems.ShouldBeSameMultiset(
            CanonicalItems.Of(Signal.Traces, sink.Requests.Select(r => r.Bytes)), CanonicalItems.Of(Signal.Traces, request));
    }

    [NeedsProgramTheory("curl", "curl")]
    [InlineData(Signal.Traces, "application/x-protobuf")]
    [InlineData(Signal.Metrics, "application/x-protobuf")]
    [InlineData(Signal.Logs, "application/x-protobuf")]
    [InlineData(Signal.Traces, "application/json")]
    [InlineData(Signal.Metrics, "application/json")]
    [InlineData(Signal.Logs, "application/json")]
    public async Task Curl_WithEachSignalInEachEncoding_ArrivesFieldForField(Signal signal, string contentType)
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await ThreeSignals.StartAsync(sink.Endpoint);
        byte[] request = SampleRequests.Of(signal, 100, seed: 11, resources: 2);
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "body");
        await File.WriteAllBytesAsync(file, contentType == "application/json" ? Json(signal, request) : request);

        string status = await CurlAsync(
            "-H", $"Content-Type: {contentType}", "--data-binary", $"@{file}",
            $"http://{gateway.HttpEndpoint}/v1/{SignalNames.Of(signal)}");

        status.ShouldBe($"200 {contentType}");
        await sink.WaitForItemsAsync(100);
        CanonicalItems.ShouldBeSameMultiset(
            CanonicalItems.Of(signal, sink.Requests.Select(r => r.Bytes)), CanonicalItems.Of(signal, request));
        await gateway.ShouldBalanceAsync();
    }

    private static byte[] Json(Signal signal, byte[] request)
    {
        var json = new ArrayBufferWriter<byte>();
        OtlpJsonWriter.Write(signal, request, json);
        return json.WrittenSpan.ToArray();
    }

    private static string Config(GrpcSink sink) =>
        $$"""
        receivers: {otlp: {protocols: {http: {endpoint: "127.0.0.1:0"} } } }
        processors:
          memory_limiter: {check_interval: 1s, limit_mib: 512}
          batch: {timeout: 50ms}
        exporters: {otlp: {endpoint: "{{sink.Endpoint}}", tls: {insecure: true}, timeout: 60s} }
        service: {pipelines: {traces: {receivers: [otlp], processors: [memory_limiter, batch], exporters: [otlp]} } }
        """;

    private static async Task<string> CurlAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("curl", ["-sS", "-o", "/dev/null", "-w", "%{http_code} %{content_type}", .. arguments])
        {
            RedirectStandardOutput = true,
        };
        using Process curl = Process.Start(start)!;
        string output = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();
        return output;
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return to.ToArray();
    }
}
