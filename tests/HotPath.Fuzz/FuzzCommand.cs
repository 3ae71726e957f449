using System.Globalization;
using HotPath.Fuzz.Running;
using HotPath.Testing;

namespace HotPath.Fuzz;

/// <summary>
/// The command line: <c>TARGET [--minutes N] [--executions N] [--seed N]</c> runs a target, or <c>all</c> of them one after the other;
/// <c>TARGET --replay FILE</c> runs one input; <c>list</c> names the targets. The exit status is 1 if something broke.
/// </summary>
internal sealed class FuzzCommand(TextWriter to)
{
    /// <summary>How long one input may take before the run says so and ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string Artifacts = RepositoryRoot.Combine("artifacts", "fuzz");

    /// <summary>Runs; returns the exit status.</summary>
    public int Run(string[] arguments)
    {
        if (arguments is [] or ["list"])
        {
            to.WriteLine("targets: all " + string.Join(' ', FuzzTargets.Names));
            to.WriteLine("options: --minutes N (1)  --executions N  --seed N (from the clock)  --failures N (1)  --replay FILE");
            return arguments is [] ? 2 : 0;
        }

        if (Option(arguments, "--replay") is { } file)
        {
            return Replay(arguments[0], file);
        }

        IReadOnlyList<string> names = arguments[0] == "all" ? FuzzTargets.Names : [arguments[0]];
        int failures = 0;
        foreach (string name in names)
        {
            using IFuzzTarget? target = FuzzTargets.Make(name);
            if (target is null)
            {
                to.WriteLine($"there is no target {name}; there are: {string.Join(' ', FuzzTargets.Names)}");
                return 2;
            }

            failures += Fuzz(target, arguments);
        }

        return failures > 0 ? 1 : 0;
    }

    private int Fuzz(IFuzzTarget target, string[] arguments)
    {
        Directory.CreateDirectory(Artifacts);
        string running = Path.Combine(Artifacts, $"{target.Name}.running");
        int seed = (int)Number(arguments, "--seed", Environment.TickCount64 & 0x7FFF_FFFF);
        using var recorder = new FlightRecorder(running, Patience, () => Stuck(running));
        var options = new FuzzOptions(seed)
        {
            Duration = TimeSpan.FromMinutes(Number(arguments, "--minutes", Option(arguments, "--executions") is null ? 1 : 1e6)),
            MostExecutions = (long)Number(arguments, "--executions", long.MaxValue),
            MostFailures = (int)Number(arguments, "--failures", 1),
            Kept = [.. KeptInputs.Of(target.Name).Select(static kept => kept.Input)],
            OnInput = recorder.Note,
            OnProgress = progress => to.WriteLine($"{target.Name,-16} {progress}"),
            OnFailure = Save,
        };
        to.WriteLine($"{target.Name}: seed {seed}");
        using var runner = new FuzzRunner(target, options);
        (FuzzProgress end, IReadOnlyList<FuzzFailure> failures) = runner.Run();
        to.WriteLine($"{target.Name,-16} {end}  done");
        return failures.Count;
    }

    private int Replay(string name, string file)
    {
        using IFuzzTarget target = FuzzTargets.Make(name) ?? throw new ArgumentException($"there is no target {name}");
        using var runner = new FuzzRunner(target, new FuzzOptions(0));
        byte[] input = file.EndsWith(".running", StringComparison.Ordinal) ? FlightRecorder.Read(file) : File.ReadAllBytes(file);
        Exception? fault = runner.Try(input, out int end);
        to.WriteLine(fault is null ? $"{name}: {input.Length} bytes, end {end:x8}" : $"{name}: {fault}");
        return fault is null ? 0 : 1;
    }

    private void Save(FuzzFailure failure)
    {
        string folder = Path.Combine(Artifacts, failure.Target);
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, failure.FileName);
        File.WriteAllBytes(file, failure.Input);
        to.WriteLine(failure);
        to.WriteLine($"  kept as {file}; once it is mended, move it to {KeptInputs.FolderOf(failure.Target)}");
    }

    private void Stuck(string running)
    {
        to.WriteLine($"one input has taken more than {Patience.TotalSeconds} s; it is in {running}, for --replay");
        to.Flush();
        Environment.Exit(3);
    }

    private static double Number(string[] arguments, string name, double otherwise) =>
        Option(arguments, name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string? Option(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is >= 0 and int at && at + 1 < arguments.Length ? arguments[at + 1] : null;
}
