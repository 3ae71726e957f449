using HotPath.LoadTests.Measuring;
using HotPath.LoadTests.Reports;
using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Tests.Reports;

/// <summary>Results as runs make them, with round figures.</summary>
internal static class SampleResults
{
    public static ScenarioResult Throughput { get; } = new(
        "pass-512", "Pass-through <512> & more", "512 spans a request",
        [Round("HotPath", 300) with { LedgerBalances = true, Ledger = ["pipeline traces: accepted 1 = out 1"] }, Round("nginx", 200),
         Round("HotPath", 500) with { LedgerBalances = true }, Round("nginx", 250), Round("HotPath", 330), Round("nginx", 220)],
        [new Check(Threshold.RatioToNginx, 1.5, 1.4, IsLeast: false, Held: false),
         new Check(Threshold.Goodput, 0.95, 0.9, IsLeast: true, Held: true)])
    {
        Command = "hotpath-load run pass-512 --hotpath PATH",
    };

    public static ScenarioResult Paced { get; } = new("paced", "Latency", "an open loop", [Round("HotPath", 300)], [])
    {
        Latencies = [new Latency("HotPath", 50, 500_000, 9_000, 1_250, 4_000, 9_990, 12_000)],
    };

    public static ScenarioResult Soak { get; } = new("soak", "Soak", "long", [Round("HotPath", 300)], [])
    {
        Memory = [new MemorySample(0.5, 80), new MemorySample(1, 120), new MemorySample(1.5, 90)],
        Pauses = [new GcPause(0.7, 1.5, 1)],
    };

    /// <summary>260, 200 and 240 ns over pass-through.</summary>
    public static ScenarioResult Processing { get; } = new(
        "processing-set", "The set", "512 spans a request",
        [Acknowledged("HotPath", 560), Acknowledged(Contender.PassThrough, 300), Acknowledged("HotPath", 500),
         Acknowledged(Contender.PassThrough, 300), Acknowledged("HotPath", 550), Acknowledged(Contender.PassThrough, 310)],
        [new Check(Threshold.OverPassThrough, 240, 500, IsLeast: false, Held: true)]);

    /// <summary>Three quarters of memory's spans a second, half of the disk's rate; and one start.</summary>
    public static ScenarioResult Queue { get; } = new(
        "queue-disk", "The queue on disk", "512 spans a request",
        [Round("queue on disk", 500) with { SpansPerSecond = 750_000, Storage = new StorageUse(200, 2048, 400) },
         Round(QueueScenarios.Memory, 300)],
        [])
    {
        Recoveries = [new Recovery(1L << 30, 3L << 30, 0.91, 0.8, 2.1, 2.2, 4.2)],
    };

    public static RunFile Run(params ScenarioResult[] results) => new(
        new DateOnly(2026, 1, 2), new Machine("Some CPU", 2, "32M", "Linux", ".NET 10", "hotpath 0.1.0", "nginx/1.22.1"), results);

    private static Round Acknowledged(string peer, double nanoseconds) =>
        Round(peer, nanoseconds) with { CpuNanosecondsPerAcknowledgedSpan = nanoseconds, AllocatedBytesPerRequest = 400 };

    private static Round Round(string peer, double nanoseconds) => new(peer, nanoseconds, 0.98, 1_000_000, 437, 100 << 20);
}
