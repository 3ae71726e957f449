using System.Diagnostics;
using HotPath.Testing.Skips;

namespace HotPath.Testing.Foreign;

/// <summary>A foreign program that runs to its end, such as curl.</summary>
public static class ForeignProgram
{
    /// <summary>How long one may take before it is killed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Runs a program, and returns what it wrote on stdout and then on stderr.</summary>
    /// <exception cref="InvalidOperationException">
    /// It ended with another status than 0, or not in time; its output is in the message.
    /// </exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = StartInfo(program, arguments);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        await using (patience.Token.Register(process.Kill))
        {
            await process.WaitForExitAsync(CancellationToken.None);
        }

        string text = await output + await errors;
        return process.ExitCode == 0
            ? text
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {text}");
    }

    /// <summary>
    /// How to start a program: outputs redirected, and no proxy in its environment, since all that tests use is on loopback.
    /// </summary>
    internal static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Programs.Find(program) ?? program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in start.Environment.Keys.Where(IsProxy).ToArray())
        {
            start.Environment.Remove(variable);
        }

        return start;
    }

    private static bool IsProxy(string variable) => variable.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase);
}
