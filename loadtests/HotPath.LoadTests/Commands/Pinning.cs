using System.Diagnostics;

namespace HotPath.LoadTests.Commands;

/// <summary>Gives the program under test one core and this process the others, so that neither takes from the other.</summary>
internal static class Pinning
{
    /// <summary>The core, or null where nothing is to be pinned or cannot be.</summary>
    public static int? Choose(int core)
    {
        if (core < 0)
        {
            return null;
        }

        if (core < Environment.ProcessorCount && Environment.ProcessorCount > 1)
        {
            return core;
        }

        Console.Error.WriteLine(
            $"--core {core}: of {Environment.ProcessorCount} cores none is left for sender and sink; nothing is pinned");
        return null;
    }

    /// <summary>Pins all threads of this process to the cores beside one.</summary>
    public static void PinSelfBeside(int? core)
    {
        if (core is not { } taken)
        {
            return;
        }

        string others = string.Join(',', Enumerable.Range(0, Environment.ProcessorCount).Where(other => other != taken));
        using var taskset = Process.Start(
            new ProcessStartInfo("taskset", ["-a", "-c", "-p", others, $"{Environment.ProcessId}"]) { RedirectStandardOutput = true })!;
        taskset.WaitForExit();
        if (taskset.ExitCode != 0)
        {
            throw new InvalidOperationException($"taskset could not pin this process to {others}: use --core -1 to measure without");
        }
    }
}
