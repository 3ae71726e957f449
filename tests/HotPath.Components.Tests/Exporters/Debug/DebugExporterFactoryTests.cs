using HotPath.Components.Exporters.Debug;
using HotPath.Engine.Config;
using HotPath.Engine.Queue;

namespace HotPath.Components.Tests.Exporters.Debug;

public sealed class DebugExporterFactoryTests
{
    private readonly ConfigErrors _errors = new();

    [Fact]
    public void Read_OfNothing_IsTheCollectorsDefaults()
    {
        DebugExporterPlan plan = Read("debug", "{}");

        _errors.Errors.ShouldBeEmpty();
        _errors.Warnings.ShouldBeEmpty();
        plan.ShouldBe(new DebugExporterPlan(new ComponentId("debug", ""), QueuePlan.Disabled, DebugVerbosity.Basic, 2, 1, null));
    }

    [Theory]
    [InlineData("basic", DebugVerbosity.Basic)]
    [InlineData("normal", DebugVerbosity.Normal)]
    [InlineData("Detailed", DebugVerbosity.Detailed)]
    public void Read_OfAVerbosity_IsThat(string written, DebugVerbosity verbosity)
    {
        Read("debug", $"verbosity: {written}").Verbosity.ShouldBe(verbosity);
        _errors.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("verbosity: loud", "debug::verbosity")]
    [InlineData("verbosity: none", "debug::verbosity")]
    [InlineData("loglevel: debug", "debug::loglevel")]
    [InlineData("sampling_initial: -1", "debug::sampling_initial")]
    [InlineData("output_paths: [stdout]", "debug::output_paths")]
    [InlineData("{use_internal_logger: false, output_paths: []}", "debug::output_paths")]
    [InlineData("{use_internal_logger: false, output_paths: [[a]]}", "debug::output_paths")]
    public void Read_OfAMistake_NamesItsKey(string yaml, string path)
    {
        Read("debug", yaml);

        _errors.Errors.ShouldHaveSingleItem().Path.ShouldStartWith(path);
    }

    [Fact]
    public void Read_OfEveryKey_KeepsThemAll()
    {
        DebugExporterPlan plan = Read(
            "debug",
            """
            {verbosity: normal, sampling_initial: 5, sampling_thereafter: 200, use_internal_logger: false, output_paths: [stderr, /tmp/x],
             sending_queue: {num_consumers: 3}}
            """);

        _errors.Errors.ShouldBeEmpty();
        plan.SamplingInitial.ShouldBe(5);
        plan.SamplingThereafter.ShouldBe(200);
        plan.OutputPaths.ShouldBe(["stderr", "/tmp/x"]);
        plan.Chain.Queue.Enabled.ShouldBeTrue();
        plan.Chain.Queue.NumConsumers.ShouldBe(3);
    }

    [Fact]
    public void Read_WithoutTheLogAndWithoutPaths_GoesToStandardOutput() =>
        Read("debug", "use_internal_logger: false").OutputPaths.ShouldBe(["stdout"]);

    [Theory]
    [InlineData("{}", DebugVerbosity.Basic)]
    [InlineData("loglevel: debug", DebugVerbosity.Detailed)]
    [InlineData("loglevel: info", DebugVerbosity.Basic)]
    [InlineData("loglevel: WARN", DebugVerbosity.Basic)]
    [InlineData("verbosity: detailed", DebugVerbosity.Detailed)]
    public void Read_UnderTheOldName_WarnsOnceAndRuns(string yaml, DebugVerbosity verbosity)
    {
        DebugExporterPlan plan = Read("logging", yaml);

        _errors.Errors.ShouldBeEmpty();
        _errors.Warnings.ShouldHaveSingleItem().Message.ShouldContain("write debug instead of logging");
        plan.Verbosity.ShouldBe(verbosity);
        plan.SamplingThereafter.ShouldBe(500);
    }

    [Fact]
    public void Read_OfBothLogLevelAndVerbosity_IsAMistake()
    {
        Read("logging", "{loglevel: debug, verbosity: basic}");

        _errors.Errors.ShouldHaveSingleItem().Message.ShouldContain("remove loglevel");
    }

    private DebugExporterPlan Read(string type, string yaml)
    {
        string indented = yaml.Replace("\n", "\n  ", StringComparison.Ordinal);
        ConfigNode root = ConfigComposer.FromText($"{type}:\n  {indented}\n", "test.yaml", _errors);
        return (DebugExporterPlan)new DebugExporterFactory().Read(ComponentId.Parse(type), new ConfigMap(root, _errors).Map(type));
    }
}
