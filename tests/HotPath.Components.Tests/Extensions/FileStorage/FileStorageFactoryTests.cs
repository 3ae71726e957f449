using HotPath.Components.Exporters.Otlp;
using HotPath.Components.Extensions.FileStorage;
using HotPath.Components.Extensions.HealthCheck;
using HotPath.Components.Receivers.Otlp;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Tests.Extensions.FileStorage;

/// <summary>The keys of <c>file_storage</c>, and the queues that name one.</summary>
public sealed class FileStorageFactoryTests
{
    [Fact]
    public void Defaults_AreTheCollectors()
    {
        StoragePlan plan = Valid("");
        plan.Directory.ShouldBe("/var/lib/otelcol/file_storage");
        plan.CreateDirectory.ShouldBeFalse();
        plan.DirectoryMode.ShouldBe((UnixFileMode)0b111_101_000);
        plan.LockTimeout.ShouldBe(TimeSpan.FromSeconds(1));
        plan.Fsync.ShouldBeFalse();
        plan.Recreate.ShouldBeFalse();
        plan.MaxBytes.ShouldBe(0);
        plan.Compress.ShouldBeTrue();
    }

    [Fact]
    public void Keys_AreRead()
    {
        StoragePlan plan = Valid(
            """
            directory: /data, create_directory: true, directory_permissions: "0700", timeout: 5s, fsync: true, recreate: true,
            hotpath: {max_size_mib: 3, compression: none}
            """);
        plan.Directory.ShouldBe("/data");
        plan.CreateDirectory.ShouldBeTrue();
        plan.DirectoryMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        plan.LockTimeout.ShouldBe(TimeSpan.FromSeconds(5));
        plan.Fsync.ShouldBeTrue();
        plan.Recreate.ShouldBeTrue();
        plan.MaxBytes.ShouldBe(3 << 20);
        plan.Compress.ShouldBeFalse();
    }

    [Theory]
    [InlineData("directory: ''", "directory: must not be empty")]
    [InlineData("directory_permissions: \"0999\"", "'0999' is not an octal mode of at most 0777")]
    [InlineData("directory_permissions: \"17777\"", "'17777' is not an octal mode of at most 0777")]
    [InlineData("hotpath: {max_size_mib: -1}", "hotpath::max_size_mib")]
    [InlineData("hotpath: {compression: gzip}", "hotpath::compression")]
    [InlineData("folder: /x", "folder: unknown key")]
    [InlineData("compaction: {on_begin: true}", "compaction::on_begin: unknown key")]
    public void Mistakes_AreNamed(string keys, string expected) =>
        Read(keys, "file_storage", "[file_storage]").Errors.Errors.ShouldContain(
            e => e.ToString().Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Compaction_IsTakenWithAWarning() =>
        Read("compaction: {on_start: true, directory: /tmp}", "file_storage", "[file_storage]").Errors.Warnings
            .ShouldContain(w => w.ToString().Contains("compaction: has nothing to do", StringComparison.Ordinal));

    [Theory]
    [InlineData(
        "file_storag",
        "[file_storage]",
        "sending_queue::storage: the extension 'file_storag' is not configured; did you mean 'file_storage'?")]
    [InlineData("file_storage", "[]", "the extension 'file_storage' is not started: list it under service::extensions")]
    [InlineData("health_check", "[health_check]", "the extension 'health_check' stores nothing: name a file_storage extension")]
    public void Queue_WhoseStorageIsNone_IsAnError(string storage, string started, string expected) =>
        Read("", storage, started).Errors.Errors.ShouldContain(e => e.ToString().Contains(expected, StringComparison.Ordinal));

    private static StoragePlan Valid(string keys)
    {
        (GatewayPlan plan, ConfigErrors errors) = Read(keys, "file_storage", "[file_storage]");
        errors.Errors.ShouldBeEmpty();
        return plan.Extensions.OfType<StoragePlan>().Single();
    }

    private static (GatewayPlan Plan, ConfigErrors Errors) Read(string keys, string storage, string started)
    {
        var errors = new ConfigErrors();
        var catalogue = new ComponentCatalogue([new OtlpReceiverFactory()], [], [new OtlpExporterFactory()])
        {
            Extensions = [new HealthCheckFactory(), new FileStorageFactory()],
        };
        ConfigNode root = ConfigComposer.FromText(
            $$"""
            receivers: {otlp: {protocols: {grpc: } } }
            exporters: {otlp: {endpoint: "localhost:1", sending_queue: {storage: {{storage}} } } }
            extensions: {health_check: , file_storage: { {{keys.ReplaceLineEndings(" ")}} } }
            service: {extensions: {{started}}, pipelines: {traces: {receivers: [otlp], exporters: [otlp]} } }
            """,
            "t.yaml",
            errors);
        return (PlanReader.Read(root, catalogue, errors), errors);
    }
}
