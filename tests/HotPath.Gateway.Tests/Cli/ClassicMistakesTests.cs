using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Gateway.Lifecycle;

namespace HotPath.Gateway.Tests.Cli;

/// <summary>Configurations that run, but not as their authors hope: each warning names the place and the remedy.</summary>
public sealed class ClassicMistakesTests : IDisposable
{
    private const long MiB = 1 << 20;
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("hotpath-mistakes-");
    private readonly ConfigErrors _errors = new();

    public ClassicMistakesTests() => Write("proc/meminfo", "MemTotal:        8388608 kB\n");

    public void Dispose() => _root.Delete(recursive: true);

    private void Write(string file, string text)
    {
        string path = Path.Combine(_root.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private string[] WarningsOf(string processors, string pipeline, string rest = "")
    {
        string yaml =
            $$$$$"""
            receivers: {otlp: {protocols: {grpc: {endpoint: "0.0.0.0:4317"}}}}
            processors: {{{{{{processors}}}}}}
            exporters: {debug: {}, otlp: {endpoint: "backend:4317"}}
            service: {pipelines: {traces: {receivers: [otlp], {{{{{pipeline}}}}}exporters: [debug, otlp]}}{{{{{rest}}}}}}
            """;
        PlanReader.Read(ConfigComposer.FromText(yaml, "c.yaml", _errors), Catalogue.Create(_root.FullName), _errors);
        return [.. _errors.Warnings.Select(w => w.ToString())];
    }

    [Fact]
    public void Warn_NoMemoryLimiter_SaysWhatAppliesAndWhatToWrite() => WarningsOf("batch: {}", "processors: [batch], ").ShouldBe(
    [
        "c.yaml:4:63: service::pipelines::traces::processors: no memory_limiter; the default gate at 80 % of the available memory applies: "
            + "configure memory_limiter: {check_interval: 1s, limit_percentage: 80, spike_limit_percentage: 16} and list it first",
    ]);

    [Fact]
    public void Warn_NoProcessorsAtAll_StandsAtThePipeline() =>
        WarningsOf("", "").ShouldHaveSingleItem().ShouldStartWith("c.yaml:4:31: service::pipelines::traces::processors: no memory_limiter");

    [Fact]
    public void Warn_MemoryLimiterNotFirst_NamesItsPlace() =>
        WarningsOf("batch: {}, memory_limiter: {check_interval: 1s, limit_mib: 512}", "processors: [batch, memory_limiter], ").ShouldBe(
        [
            "c.yaml:4:71: service::pipelines::traces::processors[1]: memory_limiter is not the first processor; "
            + "it is a gate and applies at the receiver all the same: list it first",
        ]);

    [Theory]
    [InlineData("filter", "it drops from batches that were made full, and smaller ones leave")]
    [InlineData("probabilistic_sampler/p", "it drops from batches that were made full, and smaller ones leave")]
    [InlineData("tail_sampling", "it drops from batches that were made full, and smaller ones leave")]
    [InlineData("redaction", "what it removes waits in batches first")]
    [InlineData("attributes/scrub", "what it removes waits in batches first")]
    [InlineData("k8sattributes", "a batch no longer knows the connections its items came by")]
    public void Warn_BatchBeforeAProcessor_AlsoOneThatIsNotBuilt(string processor, string why) =>
        WarningsOf(
            $"memory_limiter: {{check_interval: 1s, limit_mib: 512}}, batch/b: {{}}, {processor}: {{}}",
            $"processors: [memory_limiter, batch/b, {processor}], ").ShouldBe(
        [
            $"c.yaml:4:80: service::pipelines::traces::processors[1]: 'batch/b' stands before '{processor}' (at c.yaml:4:89): {why}; "
                + "list 'batch/b' behind it",
        ]);

    [Theory]
    [InlineData("[memory_limiter, filter, batch]")]
    [InlineData("[memory_limiter, batch, resource]")]
    [InlineData("[memory_limiter, batch]")]
    public void Warn_BatchWhereItBelongs_SaysNothing(string processors) =>
        WarningsOf(
            "memory_limiter: {check_interval: 1s, limit_mib: 512}, batch: {}, filter: {}, resource: {}",
            $"processors: {processors}, ").ShouldBeEmpty();

    [Theory]
    [InlineData("limit_mib: 512", true)]
    [InlineData("limit_mib: 600", true)]
    [InlineData("limit_percentage: 100", true)]
    [InlineData("limit_mib: 511", false)]
    [InlineData("limit_percentage: 99", false)]
    public void Warn_ALimitAtTheContainersOrAbove_InVersion2(string limit, bool warns)
    {
        Write("proc/self/cgroup", "0::/\n");
        Write("sys/fs/cgroup/memory.max", $"{512 * MiB}\n");
        ShouldWarnOfLimit(limit, warns, Path.Combine(_root.FullName, "sys/fs/cgroup/memory.max"));
    }

    [Theory]
    [InlineData("limit_mib: 512", true)]
    [InlineData("limit_mib: 400", false)]
    public void Warn_ALimitAtTheContainersOrAbove_InVersion1(string limit, bool warns)
    {
        Write("proc/self/cgroup", "5:memory:/docker/x\n");
        Write("sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes", $"{512 * MiB}\n");
        ShouldWarnOfLimit(limit, warns, Path.Combine(_root.FullName, "sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes"));
    }

    [Fact]
    public void Warn_ALimitAboveTheMachine_NamesTheMachine() =>
        WarningsOf("memory_limiter: {check_interval: 1s, limit_mib: 9000}", "processors: [memory_limiter], ")
            .ShouldHaveSingleItem().ShouldContain("the limit of 9000 MiB is not below the machine's memory (8192 MiB, by ");

    private void ShouldWarnOfLimit(string limit, bool warns, string file)
    {
        string[] warnings = WarningsOf($"memory_limiter: {{check_interval: 1s, {limit}}}", "processors: [memory_limiter], ");
        if (!warns)
        {
            warnings.ShouldBeEmpty();
            return;
        }

        string key = limit.Split(':')[0];
        string warning = warnings.ShouldHaveSingleItem();
        warning.ShouldStartWith($"c.yaml:2:{53 + key.Length}: processors::memory_limiter::{key}: the limit of ");
        warning.ShouldContain($"is not below the container's limit (512 MiB, by {file}), so the kernel ends the process");
        warning.ShouldEndWith("write limit_percentage: 80, or a limit_mib of at most 409");
    }
}
