using System.Text;
using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Reports;

/// <summary>The generated part of docs/performance.md, between two markers; what stands around them is written by hand and stays.</summary>
internal static class PerformanceDocument
{
    public const string Begin = "<!-- hotpath-load report: what follows is generated -->";
    public const string End = "<!-- hotpath-load report: end -->";

    /// <summary>The generated text.</summary>
    /// <param name="runs">The runs that it is made of; where two hold the same scenario, the later one counts.</param>
    /// <param name="charts">The pictures' folder, as seen from the document.</param>
    public static string Write(IReadOnlyList<RunFile> runs, string charts)
    {
        var text = new StringBuilder();
        foreach (RunFile run in runs.DistinctBy(run => (run.Machine, run.At)))
        {
            Machine machine = run.Machine;
            text.Append($"Made on {run.At:yyyy-MM-dd} on {machine.Cores} cores of {machine.Processor} ");
            text.Append($"({machine.Cache} last-level cache), {machine.Kernel}, ");
            text.AppendLine($"with {machine.HotPath}, {machine.Runtime} and {machine.Nginx}.").AppendLine();
        }

        IReadOnlyList<ScenarioResult> results = Results(runs);
        IReadOnlyDictionary<string, string> drawn = Charts.Draw(results);
        if (drawn.ContainsKey("cpu.svg"))
        {
            text.AppendLine($"![CPU time per delivered span]({charts}/cpu.svg)").AppendLine();
            text.AppendLine($"![Peak resident memory]({charts}/memory.svg)").AppendLine();
        }

        text.Append(ProcessingTable.Write(results));
        foreach (ScenarioResult result in results)
        {
            text.AppendLine(ScenarioReport.Write(result));
            if (drawn.ContainsKey($"{result.Name}.svg"))
            {
                text.AppendLine($"![{result.Title}]({charts}/{result.Name}.svg)").AppendLine();
            }

            text.AppendLine("Again:").AppendLine().AppendLine($"    {result.Command}").AppendLine();
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>The scenarios of all runs, the later ones' first to count.</summary>
    public static IReadOnlyList<ScenarioResult> Results(IReadOnlyList<RunFile> runs) =>
        [.. runs.SelectMany(run => run.Results).GroupBy(result => result.Name).Select(group => group.Last())];

    /// <summary>A document with its generated part replaced.</summary>
    /// <exception cref="InvalidDataException">It has no markers.</exception>
    public static string Replace(string document, string generated)
    {
        int from = document.IndexOf(Begin, StringComparison.Ordinal);
        int until = document.IndexOf(End, StringComparison.Ordinal);
        if (from < 0 || until < from)
        {
            throw new InvalidDataException(
                $"the document has no place for the report: put a line «{Begin}» and behind it a line «{End}» where it shall be");
        }

        return $"{document[..from]}{Begin}\n\n{generated}\n\n{document[until..]}";
    }
}
