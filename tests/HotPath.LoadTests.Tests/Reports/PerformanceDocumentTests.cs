using HotPath.LoadTests.Reports;
using HotPath.LoadTests.Scenarios;
using HotPath.Testing;

namespace HotPath.LoadTests.Tests.Reports;

public sealed class PerformanceDocumentTests
{
    [Fact]
    public void Replace_Again_KeepsWhatWasWrittenByHand()
    {
        string document = $"# Title\nby hand\n{PerformanceDocument.Begin}\nold\n{PerformanceDocument.End}\nby hand, too\n";

        string once = PerformanceDocument.Replace(document, "new");
        string twice = PerformanceDocument.Replace(once, "new");

        once.ShouldBe($"# Title\nby hand\n{PerformanceDocument.Begin}\n\nnew\n\n{PerformanceDocument.End}\nby hand, too\n");
        twice.ShouldBe(once);
    }

    [Fact]
    public void Replace_WithoutMarkers_SaysWhatIsMissing() =>
        Should.Throw<InvalidDataException>(() => PerformanceDocument.Replace("# Title", "new"))
            .Message.ShouldContain(PerformanceDocument.Begin);

    [Fact]
    public void Document_OfThisRepository_HasAPlaceForTheReport() => PerformanceDocument
        .Replace(File.ReadAllText(RepositoryRoot.Combine("docs", "performance.md")), "new").ShouldContain("new");

    [Fact]
    public void Write_WithProcessing_HasATableOfIt()
    {
        string text = PerformanceDocument.Write([SampleResults.Run(SampleResults.Throughput, SampleResults.Processing)], "performance");

        text.ShouldContain("### What processing costs over pass-through");
        text.ShouldContain("| The set | **240** (260 200 240) | ≤ 500 | 300 | 400 | 100 |");
        PerformanceDocument.Write([SampleResults.Run(SampleResults.Throughput)], "performance").ShouldNotContain("What processing costs");
    }

    [Fact]
    public void Write_OfSeveralRuns_TakesTheLaterResultAndNamesMachineCommandAndCharts()
    {
        ScenarioResult later = SampleResults.Throughput with { Title = "Later" };

        string text = PerformanceDocument.Write(
            [SampleResults.Run(SampleResults.Throughput), SampleResults.Run(later, SampleResults.Paced)], "performance");

        text.ShouldContain("### Later");
        text.ShouldNotContain("### Pass-through");
        text.ShouldContain(
            "Made on 2026-01-02 on 2 cores of Some CPU (32M last-level cache), Linux, with hotpath 0.1.0, .NET 10 and nginx/1.22.1.");
        text.ShouldContain("    hotpath-load run pass-512 --hotpath PATH");
        text.ShouldContain("(performance/cpu.svg)");
        text.ShouldContain("(performance/memory.svg)");
        text.ShouldContain("(performance/paced.svg)");
    }
}
