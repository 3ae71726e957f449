using System.CommandLine;
using HotPath.LoadTests.Reports;

namespace HotPath.LoadTests.Commands;

/// <summary><c>hotpath-load report</c>: writes kept runs into a document, with pictures beside it.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        Argument<string[]> files = new("file") { Description = "What `run --json` kept.", Arity = ArgumentArity.OneOrMore };
        Option<string> into = new("--into") { Description = "The document; its generated part is replaced.", Required = true };
        var report = new Command("report", "Writes runs into a document between its markers, and charts into a folder of its name.")
        {
            files, into,
        };
        report.SetAction((parsed, _) => RunAsync(parsed.GetValue(files)!, parsed.GetValue(into)!));
        return report;
    }

    private static async Task<int> RunAsync(string[] files, string document)
    {
        RunFile[] runs = [.. await Task.WhenAll(files.Select(async file => RunFile.Parse(await File.ReadAllTextAsync(file))))];
        string name = Path.GetFileNameWithoutExtension(document);
        string folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(document))!, name);
        string text = PerformanceDocument.Replace(await File.ReadAllTextAsync(document), PerformanceDocument.Write(runs, name));
        Directory.CreateDirectory(folder);
        foreach ((string file, string svg) in Charts.Draw(PerformanceDocument.Results(runs)))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, file), svg);
        }

        await File.WriteAllTextAsync(document, text);
        return 0;
    }
}
