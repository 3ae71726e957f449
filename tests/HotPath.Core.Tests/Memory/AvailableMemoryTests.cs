using HotPath.Core.Memory;

namespace HotPath.Core.Tests.Memory;

public sealed class AvailableMemoryTests : IDisposable
{
    private const long MiB = 1 << 20;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("hotpath-memory-");

    public AvailableMemoryTests() => Write("proc/meminfo", "MemTotal:        8388608 kB\nMemFree:          100000 kB\n");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Read_WithoutCgroups_IsTheMachinesMemory()
    {
        AvailableMemory memory = Read();

        memory.Bytes.ShouldBe(8192 * MiB);
        memory.Source.ShouldBe(MemorySource.Machine);
        memory.File.ShouldEndWith("proc/meminfo");
    }

    [Fact]
    public void Read_InAContainerOfVersion2_IsTheLimitAtTheMount()
    {
        Write("proc/self/cgroup", "0::/\n");
        Write("sys/fs/cgroup/memory.max", "536870912\n");

        Read().ShouldBe(new AvailableMemory(512 * MiB, MemorySource.CgroupV2, At("sys/fs/cgroup/memory.max")));
    }

    [Fact]
    public void Read_InANestedGroup_IsTheTightestOfItAndItsParents()
    {
        Write("proc/self/cgroup", "0::/system.slice/hotpath.service\n");
        Write("sys/fs/cgroup/system.slice/memory.max", "268435456\n");
        Write("sys/fs/cgroup/system.slice/hotpath.service/memory.max", "1073741824\n");

        Read().ShouldBe(new AvailableMemory(256 * MiB, MemorySource.CgroupV2, At("sys/fs/cgroup/system.slice/memory.max")));
    }

    [Fact]
    public void Read_WithMaxInTheGroup_TakesTheParentsLimit()
    {
        Write("proc/self/cgroup", "0::/pod/container\n");
        Write("sys/fs/cgroup/pod/memory.max", "104857600\n");
        Write("sys/fs/cgroup/pod/container/memory.max", "max\n");

        Read().Bytes.ShouldBe(100 * MiB);
    }

    [Fact]
    public void Read_WithMaxEverywhere_IsTheMachinesMemory()
    {
        Write("proc/self/cgroup", "0::/a\n");
        Write("sys/fs/cgroup/a/memory.max", "max\n");

        Read().Source.ShouldBe(MemorySource.Machine);
    }

    [Fact]
    public void Read_WithVersion1_ReadsTheMemoryControllersPath()
    {
        Write("proc/self/cgroup", "9:name=systemd:/elsewhere\n4:cpu,memory:/api/session\n1:cpu:/\n0::/\n");
        Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        Write("sys/fs/cgroup/memory/api/session/memory.limit_in_bytes", "134217728\n");

        Read().ShouldBe(
            new AvailableMemory(128 * MiB, MemorySource.CgroupV1, At("sys/fs/cgroup/memory/api/session/memory.limit_in_bytes")));
    }

    [Fact]
    public void Read_WithTheHostsPathThatTheContainerCannotSee_ReadsTheMount()
    {
        Write("proc/self/cgroup", "4:memory:/docker/0123456789ab\n");
        Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "134217728\n");

        Read().Bytes.ShouldBe(128 * MiB);
    }

    [Fact]
    public void Read_WithVersion1Unlimited_IsTheMachinesMemory()
    {
        Write("proc/self/cgroup", "4:memory:/\n");
        Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");

        Read().Source.ShouldBe(MemorySource.Machine);
    }

    [Fact]
    public void Read_OfAGroupOutsideTheNamespace_StaysBelowTheMount()
    {
        Write("proc/self/cgroup", "0::/../other\n");
        Write("sys/fs/other/memory.max", "1048576\n");
        Write("sys/fs/cgroup/memory.max", "134217728\n");

        Read().Bytes.ShouldBe(128 * MiB);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a cgroup line\n")]
    [InlineData("0::/\n")]
    public void Read_OfFilesThatSayNothing_IsTheMachinesMemory(string cgroup)
    {
        Write("proc/self/cgroup", cgroup);
        Write("sys/fs/cgroup/memory.max", "\n");

        Read().Source.ShouldBe(MemorySource.Machine);
    }

    [Fact]
    public void Read_WithoutAnyFile_AsksTheRuntime()
    {
        AvailableMemory memory = AvailableMemory.Read(At("nowhere"));

        memory.Bytes.ShouldBe(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        memory.File.ShouldBe("");
    }

    [Fact]
    public void Read_OfThisMachine_IsPlausible() => AvailableMemory.Read().Bytes.ShouldBeInRange(16 * MiB, 1L << 50);

    private AvailableMemory Read() => AvailableMemory.Read(_root.FullName);

    private string At(string file) => Path.Combine(_root.FullName, file);

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(file))!);
        File.WriteAllText(At(file), text);
    }
}
