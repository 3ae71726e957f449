using HotPath.Core;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>A receiver that trusts its peers: <c>hotpath: {validation: …}</c>.</summary>
public sealed class ValidationTests
{
    private static string Config(string validation, string exporter) =>
        $$"""
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} }, hotpath: {validation: {{validation}} } } }
        processors: {batch: {timeout: 10ms} }
        exporters: {{exporter}}
        service: {pipelines: {traces: {receivers: [otlp], processors: [batch], exporters: [out]} } }
        """.Replace("[out]", exporter.StartsWith("{debug", StringComparison.Ordinal) ? "[debug]" : "[otlp]", StringComparison.Ordinal);

    [Theory]
    [InlineData("full", false)]
    [InlineData("structure", true)]
    [InlineData("framing", true)]
    public async Task Name_ThatIsNotUtf8_PassesUnlessAllIsChecked(string validation, bool passes)
    {
        byte[] request = SampleRequests.Traces(8, seed: 3);
        int name = request.AsSpan().IndexOf("GET"u8);
        name.ShouldBeGreaterThan(0);
        request[name] = 0xC3;
        await using CountingSink sink = await CountingSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            Config(validation, $$"""{otlp: {endpoint: "{{sink.Endpoint}}", tls: {insecure: true}, compression: none} }"""));
        using var client = new GrpcClient(gateway.Endpoint);

        (await client.ExportAsync(Signal.Traces, request)).Status.ShouldBe(passes ? 0 : 3);

        await gateway.ShouldBalanceAsync();
    }

    [Fact]
    public async Task Framing_BeforeAnExporterThatReadsItems_IsRefusedByPlace()
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync(
            "validate", "--config", $"yaml:{Config("framing", "{debug: {verbosity: detailed} }")}");

        exitCode.ShouldBe(1);
        output.ShouldContain("receivers::otlp::hotpath::validation: framing leaves unchecked what is inside items, and 'debug'");
    }

    [Fact]
    public async Task Framing_BeforeAnExporterThatOnlyCounts_IsFine()
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync(
            "validate", "--config", $"yaml:{Config("framing", "{debug: {verbosity: basic} }")}");

        exitCode.ShouldBe(0, output);
    }
}
