using System.Diagnostics;

namespace HotPath.LoadTests.Measuring;

/// <summary>Makes the kernel forget what it holds of files, so that reading them is the disk's work.</summary>
internal static class PageCache
{
    /// <summary>Writes a directory's files to the disk and drops them from memory (GNU dd's <c>nocache</c>).</summary>
    public static async Task DropAsync(string directory)
    {
        foreach (string file in Directory.EnumerateFiles(directory, "*.seg", SearchOption.AllDirectories))
        {
            // Both ways: the first makes pages clean, which only then can be dropped.
            await RunAsync([$"of={file}", "oflag=nocache", "conv=notrunc,fdatasync", "count=0"]);
            await RunAsync([$"if={file}", "iflag=nocache", "count=0"]);
        }
    }

    private static async Task RunAsync(string[] arguments)
    {
        using var dd = Process.Start(new ProcessStartInfo("dd", arguments) { RedirectStandardError = true, RedirectStandardInput = true })!;
        dd.StandardInput.Close();
        string said = await dd.StandardError.ReadToEndAsync();
        await dd.WaitForExitAsync();
        if (dd.ExitCode != 0)
        {
            throw new InvalidOperationException($"dd {string.Join(' ', arguments)} failed: {said}");
        }
    }
}
