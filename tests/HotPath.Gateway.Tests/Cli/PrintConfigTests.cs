using System.Text.Json;
using HotPath.Gateway.Tests.EndToEnd;

namespace HotPath.Gateway.Tests.Cli;

/// <summary><c>print-config</c> shows what HotPath would run, and no secret.</summary>
public sealed class PrintConfigTests
{
    private static readonly string[] WithSecret =
    [
        "--set", "exporters.otlp.endpoint=${env:NO_SUCH_VARIABLE:-backend}:4317",
        "--set", "exporters.otlp.headers.authorization=Bearer geheim",
    ];

    [Theory]
    [InlineData("print-config")]
    [InlineData("print-initial-config")]
    public async Task PrintConfig_WithoutMore_IsRedactedYamlThatIsMergedAndExpanded(string command)
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync([command, .. WithSecret]);

        exitCode.ShouldBe(0);
        output.ShouldContain(
            "exporters:\n  debug:\n    verbosity: basic\n  otlp:\n    endpoint: backend:4317\n    headers:\n"
            + "      authorization: '[REDACTED]'\n");
        output.ShouldNotContain("geheim");
    }

    [Fact]
    public async Task PrintConfig_Unredacted_ShowsSecrets()
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync(["print-config", "--mode=unredacted", .. WithSecret]);
        exitCode.ShouldBe(0);
        output.ShouldContain("authorization: Bearer geheim");
    }

    [Fact]
    public async Task PrintConfig_Json_IsJson()
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync(["print-config", "--format", "json", .. WithSecret]);

        exitCode.ShouldBe(0);
        JsonElement root = JsonDocument.Parse(output).RootElement;
        root.GetProperty("processors").GetProperty("memory_limiter").GetProperty("limit_percentage").GetInt32().ShouldBe(80);
        root.GetProperty("exporters").GetProperty("otlp")
            .GetProperty("headers").GetProperty("authorization").GetString().ShouldBe("[REDACTED]");
    }

    [Fact]
    public async Task PrintConfig_OfAnInvalidConfig_IsAnErrorUnlessValidationIsOff()
    {
        string[] invalid =
            ["print-config", "--set", "exporters.kafka.auth.sasl={username: me, password: geheim}", "--set", "processors.batch.timout=1s"];

        (int exitCode, string output) = await GatewayProcess.RunAsync(invalid);
        exitCode.ShouldBe(1);
        output.ShouldStartWith("Error: invalid configuration, 2 errors:");
        output.ShouldNotContain("receivers:");

        (exitCode, output) = await GatewayProcess.RunAsync([.. invalid, "--validate=false"]);
        exitCode.ShouldBe(0);
        output.ShouldContain("timout: 1s");
        output.ShouldContain("username: me");
        output.ShouldNotContain("geheim");
    }

    [Theory]
    [InlineData("--mode=open", "Error: invalid mode \"open\": modes are: redacted, unredacted")]
    [InlineData("--format=toml", "Error: unrecognized print format: toml")]
    public async Task PrintConfig_WithABadOption_SaysWhatThereIs(string option, string error) =>
        (await GatewayProcess.RunAsync("print-config", option)).ShouldBe((1, error));
}
