using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HotPath.LoadTests.Reports;

/// <summary>Where a run was made, and with what.</summary>
/// <param name="Processor">The processor's model.</param>
/// <param name="Cores">How many of its cores the machine has.</param>
/// <param name="Cache">Its last-level cache, as the kernel writes it.</param>
/// <param name="Kernel">The operating system.</param>
/// <param name="Runtime">The .NET that ran the load.</param>
/// <param name="HotPath">The gateway's version.</param>
/// <param name="Nginx">nginx's version, or that there is none.</param>
internal sealed record Machine(string Processor, int Cores, string Cache, string Kernel, string Runtime, string HotPath, string Nginx)
{
    private const string LastLevelCache = "/sys/devices/system/cpu/cpu0/cache/index3/size";

    /// <summary>Looks at this machine.</summary>
    public static async Task<Machine> ReadAsync(string hotpath) => new(
        await FirstAsync("/proc/cpuinfo", "model name"),
        Environment.ProcessorCount,
        File.Exists(LastLevelCache) ? (await File.ReadAllTextAsync(LastLevelCache)).Trim() : "unknown",
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        await AskAsync(hotpath, "--version"),
        await AskAsync("nginx", "-v"));

    private static async Task<string> FirstAsync(string file, string key)
    {
        await foreach (string line in File.ReadLinesAsync(file))
        {
            if (line.StartsWith(key, StringComparison.Ordinal))
            {
                return line.Split(':', 2)[1].Trim();
            }
        }

        return "unknown";
    }

    private static async Task<string> AskAsync(string program, string question)
    {
        try
        {
            using var asked = Process.Start(
                new ProcessStartInfo(program, [question]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string output = await asked.StandardOutput.ReadToEndAsync() + await asked.StandardError.ReadToEndAsync();
            await asked.WaitForExitAsync();
            return output.Trim().Split('\n')[0];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "not installed";
        }
    }
}
