using HotPath.Engine.Config;
using HotPath.Testing;

namespace HotPath.Engine.Tests.Config;

/// <summary>The configurations that fleets run: every one must parse without a word.</summary>
public class SampleConfigsTests
{
    public static TheoryData<string> Files { get; } =
    [
        .. Directory.GetFiles(RepositoryRoot.Combine("tests", "configs"), "*.yaml").Select(f => Path.GetFileName(f)).Order(),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Compose_ASampleConfig_HasNoErrorAndNoWarning(string file)
    {
        var errors = new ConfigErrors();

        ConfigNode root = Read.Sources(errors, [RepositoryRoot.Combine("tests", "configs", file)], []);

        Read.Lines(errors.Errors).ShouldBeEmpty();
        Read.Lines(errors.Warnings).ShouldBeEmpty();
        root["receivers"]!.IsMap.ShouldBeTrue();
        root["exporters"]!.IsMap.ShouldBeTrue();
        root["service"]!["pipelines"]!.Entries.ShouldNotBeEmpty();
    }

    [Fact]
    public void Compose_TheGoldenCases_HaveNoErrors()
    {
        string cases = RepositoryRoot.Combine("tests", "golden", "cases");
        string[] configs = Directory.GetFiles(cases, "config.yaml", SearchOption.AllDirectories);
        var errors = new ConfigErrors();

        foreach (string config in configs)
        {
            // The ports that the runner fills in, as variables.
            ConfigNode root = new ConfigComposer(errors, _ => "4317").Compose([ConfigSource.Config(config)]);
            root["service"]!["pipelines"]!.Entries.ShouldNotBeEmpty(config);
        }

        configs.Length.ShouldBeGreaterThan(50);
        Read.Lines(errors.Errors).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("12-agent-persistent.yaml", "'production'")]
    public void Compose_ADefaultInAReference_IsTaken(string file, string value)
    {
        ConfigNode root = Read.Sources(new ConfigErrors(), [RepositoryRoot.Combine("tests", "configs", file)], []);

        Read.Shown(root["processors"]!["resource"]!["attributes"]!.Items[0]["value"]!).ShouldBe(value);
    }

    [Fact]
    public void Compose_OwnTelemetry_SecondFileAndSetWin()
    {
        var errors = new ConfigErrors();

        ConfigNode root = Read.Sources(
            errors,
            [RepositoryRoot.Combine("tests", "configs", "15-own-telemetry.yaml"), "yaml:service::telemetry::logs::level: debug"],
            ["service.telemetry.metrics.level=basic", "service.pipelines.traces.exporters=[nop]"],
            ("MY_POD_IP", "10.0.0.7"));

        errors.Any.ShouldBeFalse();
        root["receivers"]!["otlp"]!["protocols"]!["grpc"]!["endpoint"]!.Text.ShouldBe("10.0.0.7:4317");
        root["service"]!["telemetry"]!["logs"]!["level"]!.Text.ShouldBe("debug");
        root["service"]!["telemetry"]!["logs"]!["encoding"]!.Text.ShouldBe("json");
        root["service"]!["telemetry"]!["metrics"]!["level"]!.Text.ShouldBe("basic");
        Read.Shown(root["service"]!["pipelines"]!["traces"]!["exporters"]!).ShouldBe("['nop']");
    }
}
