using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing;

namespace HotPath.Gateway.Tests.Cli;

/// <summary>The command line as scripts use it.</summary>
public sealed class CommandLineTests
{
    private static string Shared(string name) => RepositoryRoot.Combine("tests", "configs", name);

    [Theory]
    [InlineData("--version")]
    [InlineData("-v")]
    public async Task Version_IsOneLine(string option)
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync(option);
        exitCode.ShouldBe(0);
        output.ShouldMatch(@"^hotpath version \d+\.\d+\.\d+ \(compatible with otelcol-contrib \d+\.\d+\.\d+\)$");
    }

    [Fact]
    public async Task Validate_BadMemoryLimiter_NamesBothKeysWithTheirPlacesAndMeanings()
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync("validate", "--config", Shared("10-bad-memory-limiter.yaml"));

        exitCode.ShouldBe(1);
        output.ShouldContain(
            "10-bad-memory-limiter.yaml:10:22: processors::memory_limiter::spike_limit_mib: "
            + "spike_limit_mib (512) must be below limit_mib (256, at ");
        output.ShouldContain("10-bad-memory-limiter.yaml:9:16");
        output.ShouldContain("limit_mib is the hard limit; refusals begin at limit_mib - spike_limit_mib");
    }

    [Fact]
    public async Task Validate_SelfLoop_NamesBothLines()
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync("validate", "--config", Shared("11-self-loop.yaml"));

        exitCode.ShouldBe(1);
        output.ShouldContain("11-self-loop.yaml:13:15: exporters::otlp/jaeger::endpoint");
        output.ShouldContain("(0.0.0.0:4317, at ");
        output.ShouldContain("11-self-loop.yaml:6:19)");
    }

    [Fact]
    public async Task Validate_GoodConfig_IsSilent()
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync("validate");
        exitCode.ShouldBe(0);
        output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_WithErrors_DoesNotStartAndShowsThemAll()
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync(
            "--set", "processors.batch.send_batch_sise=5",
            "--set", "exporters.debug.verbosity=loud",
            "--set", "service.pipelines.traces.exporters=[debgu]");

        exitCode.ShouldBe(1);
        output.ShouldContain("did you mean 'send_batch_size'?");
        output.ShouldContain("loud");
        output.ShouldContain("did you mean 'debug'?");
    }

    [Theory]
    [InlineData("--no-such-flag")]
    [InlineData("no-such-command")]
    [InlineData("--shutdown-timeout=-1")]
    public async Task Run_WhatCannotBeParsed_IsOneErrorWithoutTheHelp(string argument)
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync(argument);
        exitCode.ShouldBe(1);
        output.ShouldStartWith("Error: ");
        output.ShouldNotContain("Usage");
    }

    [Theory]
    [InlineData("/none.yaml", "Error: failed to get config:\n  /none.yaml: cannot read the file")]
    [InlineData("yaml:service: {}", "Error: invalid configuration:\n  yaml:service: …: service::pipelines: service must have")]
    public async Task Run_WithABadConfig_SaysWhetherItWasReadOrRefused(string config, string beginning)
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync("--config", config);
        exitCode.ShouldBe(1);
        output.ShouldStartWith(beginning);
    }

    [Fact]
    public async Task Run_SetWithoutEquals_IsAnError()
    {
        (int exitCode, string output) = await GatewayProcess.RunAsync("--set", "processors.batch.timeout");
        exitCode.ShouldBe(1);
        output.ShouldContain("there is no = in it");
    }
}
