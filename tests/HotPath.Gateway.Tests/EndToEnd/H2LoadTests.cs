using System.Diagnostics;
using System.Text.RegularExpressions;
using HotPath.Core;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>nghttp2's load generator as a foreign HTTP/2 stack: many streams on one connection.</summary>
public sealed partial class H2LoadTests
{
    private const int ItemsPerRequest = 20;

    [NeedsProgram("h2load", "nghttp2-client")]
    public async Task H2Load_64Streams_NoneIsRefusedAndAllArrive()
    {
        const int Requests = 640;
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(SdkTests.Config(sink));
        string output = await SendAsync("h2load", gateway, "--verbose", "-n", $"{Requests}", "-c", "2", "-m", "64");

        // h2load prints a response's headers and not its trailers: a refusal has its grpc-status among the headers, a success among the trailers.
        output.ShouldContain($"{Requests} succeeded");
        output.ShouldNotContain("grpc-status");
        await ShouldArriveAsync(sink, gateway, Requests);
    }

    [NeedsProgram("nghttp", "nghttp2-client")]
    public async Task Nghttp_64StreamsOnOneConnection_EachIsAnsweredWithGrpcStatusZero()
    {
        const int Requests = 64;
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(SdkTests.Config(sink));
        string output = await SendAsync("nghttp", gateway, "--verbose", "--no-dep", "-m", $"{Requests}");

        GrpcStatusZero().Count(output).ShouldBe(Requests, output[^Math.Min(2000, output.Length)..]);
        await ShouldArriveAsync(sink, gateway, Requests);
    }

    private static async Task<string> SendAsync(string program, GatewayProcess gateway, params string[] options)
    {
        string body = Path.GetTempFileName();
        await File.WriteAllBytesAsync(body, GrpcMessages.Frame(SampleRequests.Traces(ItemsPerRequest, seed: 3)));
        string url = $"http://{gateway.Endpoint}{GrpcMessages.Path(Signal.Traces)}";
        string output = await RunAsync(program, [.. options, "-d", body, "-H", "content-type: application/grpc", "-H", "te: trailers", url]);
        File.Delete(body);
        return output;
    }

    private static async Task ShouldArriveAsync(GrpcSink sink, GatewayProcess gateway, int requests)
    {
        await sink.WaitForItemsAsync(requests * ItemsPerRequest);
        (await gateway.StopAsync()).ShouldBe(0);
        sink.Items.ShouldBe(requests * ItemsPerRequest);
        gateway.Output.ShouldContain("the ledger balances");
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true }).ShouldNotBeNull();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return output;
    }

    [GeneratedRegex("grpc-status: 0\\b")]
    private static partial Regex GrpcStatusZero();
}
