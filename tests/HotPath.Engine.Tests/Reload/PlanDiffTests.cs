using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Engine.Reload;
using HotPath.Testing.Rig;

namespace HotPath.Engine.Tests.Reload;

/// <summary>What differs between two configurations, and how it is said.</summary>
public sealed class PlanDiffTests
{
    private const string Base =
        """
        receivers: {test: {}, test/2: {}}
        processors: {batch: {timeout: 1s}, attributes: {actions: [{key: a, action: delete}]}}
        exporters: {test: {endpoint: "a:1", token: s3cret, sending_queue: {queue_size: 100}}, test/unused: {}}
        extensions: {file_storage: {directory: /tmp}, memory_limiter: {check_interval: 1s, limit_mib: 100}}
        service:
          extensions: [file_storage, memory_limiter]
          pipelines: {traces: {receivers: [test], processors: [attributes, batch], exporters: [test]}}
        """;

    private static PlanDiff Diff(string before, string after)
    {
        PathRig rig = PathRig.Create(Base);
        return PlanDiff.Of(rig.Read(before), rig.Read(after));
    }

    private static PlanDiff Changed(string from, string to)
    {
        Base.ShouldContain(from);
        return Diff(Base, Base.Replace(from, to, StringComparison.Ordinal));
    }

    private static ComponentId Id(string id) => ComponentId.Parse(id);

    [Fact]
    public void Diff_SameText_IsEmpty()
    {
        PlanDiff diff = Diff(Base, Base);

        diff.IsEmpty.ShouldBeTrue();
        diff.NeedsRestart.ShouldBeEmpty();
        diff.ToString().ShouldBe("kept 8");
    }

    [Fact]
    public void Diff_OtherOrderOfKeysAndOtherPlaces_IsEmpty() =>
        Changed(
            "{endpoint: \"a:1\", token: s3cret, sending_queue: {queue_size: 100}}",
            "{sending_queue: {queue_size: 100}, token: s3cret, endpoint: \"a:1\"}").IsEmpty.ShouldBeTrue();

    [Fact]
    public void Diff_PartsThatNobodyUses_AreNotSeen() =>
        Changed("test/unused: {}", "test/unused: {endpoint: b}").IsEmpty.ShouldBeTrue();

    [Fact]
    public void Diff_QueueSize_SaysTheValuesAndKeepsTheRest()
    {
        PlanDiff diff = Changed("queue_size: 100", "queue_size: 200");

        diff.ToString().ShouldBe("kept 7; changed exporter test (sending_queue::queue_size 100 → 200)");
        diff.Keeps(PartKind.Exporter, Id("test")).ShouldBeFalse();
        diff.KeepsKeys(PartKind.Exporter, Id("test"), "sending_queue").ShouldBeFalse();
        diff.KeepsKeys(PartKind.Exporter, Id("test"), "retry_on_failure", "timeout").ShouldBeTrue();
        diff.Keeps(PartKind.Pipeline, Id("traces")).ShouldBeTrue();
    }

    [Fact]
    public void Diff_Secret_IsNamedAndNotShown()
    {
        string text = Changed("token: s3cret", "token: 0ther").ToString();

        text.ShouldBe("kept 7; changed exporter test (token changed)");
    }

    [Fact]
    public void Diff_ListOfAnotherLength_IsSaidToHaveChanged() =>
        Changed("[{key: a, action: delete}]", "[{key: a, action: delete}, {key: b, action: delete}]").ToString()
            .ShouldBe("kept 7; changed processor attributes (actions changed)");

    [Fact]
    public void Diff_ElementOfAList_IsNamedByItsPlace() =>
        Changed("{key: a, action: delete}", "{key: b, action: delete}").ToString()
            .ShouldBe("kept 7; changed processor attributes (actions[0]::key a → b)");

    [Fact]
    public void Diff_ReceiverAddedToAPipeline_IsNewAndThePipelineChanges() =>
        Changed("receivers: [test]", "receivers: [test, test/2]").ToString()
            .ShouldBe("kept 7; changed pipeline traces (receivers changed); new receiver test/2");

    [Fact]
    public void Diff_ProcessorTakenOut_IsGone() =>
        Changed("[attributes, batch]", "[batch]").ToString()
            .ShouldBe("kept 6; changed pipeline traces (processors changed); gone processor attributes");

    [Fact]
    public void Diff_ExtensionDiffers_SoDoesWhoNamesIt()
    {
        string before = Base.Replace("queue_size: 100", "queue_size: 100, storage: file_storage", StringComparison.Ordinal);

        PlanDiff diff = Diff(before, before.Replace("directory: /tmp", "directory: /var/tmp", StringComparison.Ordinal));

        diff.Keeps(PartKind.Extension, Id("memory_limiter")).ShouldBeTrue();
        diff.Of(PartKind.Exporter, Id("test"))!.ToString()
            .ShouldBe("exporter test (sending_queue::storage: extension file_storage differs)");
        diff.KeepsKeys(PartKind.Exporter, Id("test"), "sending_queue").ShouldBeFalse();
    }

    [Theory]
    [InlineData("logs: {level: debug}", "")]
    [InlineData("metrics: {readers: [{pull: {exporter: {prometheus: {host: localhost, port: 9000}}}}]}", "")]
    [InlineData("logs: {encoding: json}", "service::telemetry::logs::encoding")]
    [InlineData("metrics: {level: detailed}", "service::telemetry::metrics::level")]
    [InlineData("resource: {service.name: x}", "service::telemetry::resource::service.name")]
    public void NeedsRestart_Telemetry_NamesWhatARunningProcessCannotChange(string telemetry, string paths)
    {
        PlanDiff diff = Changed("  pipelines:", $"  telemetry: {{{telemetry}}}\n  pipelines:");

        diff.IsEmpty.ShouldBeFalse();
        string.Join(", ", diff.NeedsRestart).ShouldBe(paths);
    }
}
