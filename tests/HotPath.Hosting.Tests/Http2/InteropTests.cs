using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing.Clients;
using HotPath.Testing.Foreign;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Http2;

/// <summary>Clients that are not ours, beside HttpClient and h2load, which the gRPC tests use.</summary>
public sealed class InteropTests
{
    private static readonly byte[] Message = SampleRequests.Traces(spans: 200, seed: 1);

    [NeedsProgram("nghttp", "nghttp2-client")]
    public async Task Nghttp_WithPaddingAndContinuation_IsServed()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);

        string report = await RunAsync(
            rig, "nghttp", "-v", "--padding=100", "--continuation", "-d", "{body}", "-H", ":method: POST",
            "-H", "content-type: application/grpc", "-H", "te: trailers", "{url}");

        report.ShouldContain("grpc-status: 0");
        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(Message);
    }

    [NeedsProgram("nghttp", "nghttp2-client")]
    public async Task Nghttp_WithWindowsOfOneByte_GetsItsAnswer()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);

        string report = await RunAsync(
            rig, "nghttp", "-v", "--window-bits=1", "--header-table-size=0", "-d", "{body}",
            "-H", ":method: POST", "-H", "content-type: application/grpc", "-H", "te: trailers", "{url}");

        report.ShouldContain("grpc-status: 0");
        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(Message);
    }

    [NeedsProgram("curl", "curl")]
    public async Task Curl_WithPriorKnowledge_IsServed()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);

        string report = await RunAsync(
            rig, "curl", "-sv", "--http2-prior-knowledge", "--data-binary", "@{body}",
            "-H", "content-type: application/grpc", "-H", "te: trailers", "--output", "-", "{url}");

        report.ShouldContain("grpc-status: 0");
        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(Message);
    }

    [FactWhen(typeof(JsClient), nameof(JsClient.ReasonIfMissing))]
    public async Task GrpcJs_IsServed()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);

        await JsClient.SendAsync(new Uri($"http://{rig.Address}"), new JsClientOptions { Spans = 500, SpansPerRequest = 100, Gzip = true });

        rig.Traces.Delivered.Count.ShouldBe(5);
        rig.Traces.Refused.ShouldBeEmpty();
        rig.Logs.Lines.ShouldBeEmpty();
    }

    private static async Task<string> RunAsync(GrpcRig rig, string program, params string[] arguments)
    {
        string body = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(body, GrpcMessages.Frame(Message));
            string url = $"http://{rig.Address}{GrpcMessages.Path(Signal.Traces)}";
            return await ForeignProgram.RunAsync(program, [.. arguments.Select(a => a
                .Replace("{body}", body, StringComparison.Ordinal)
                .Replace("{url}", url, StringComparison.Ordinal))]);
        }
        finally
        {
            File.Delete(body);
        }
    }
}
