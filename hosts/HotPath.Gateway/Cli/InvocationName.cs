using System.Text;

namespace HotPath.Gateway.Cli;

/// <summary>
/// The name that the executable was started under: links called otelcol or otelcol-contrib behave as the Collector's commands.
/// </summary>
/// <param name="Name">The file's name, without its folder.</param>
internal sealed record InvocationName(string Name)
{
    private const string Own = "hotpath";
    private static readonly string[] CollectorNames = ["otelcol", "otelcol-contrib"];

    /// <summary>The name of this process.</summary>
    public static InvocationName Current { get; } = new(Path.GetFileName(ReadCommand()) is { Length: > 0 } name ? name : Own);

    /// <summary>True if a Collector was asked for.</summary>
    public bool IsCollector => CollectorNames.Contains(Name);

    /// <summary>What the command is called in what it prints.</summary>
    public string Command => IsCollector ? Name : Own;

    // The runtime names the assembly, not the link; argv[0] stands before the first NUL of this file.
    private static string ReadCommand()
    {
        try
        {
            byte[] line = File.ReadAllBytes("/proc/self/cmdline");
            return Encoding.UTF8.GetString(line.AsSpan(0, Math.Max(0, line.AsSpan().IndexOf((byte)0))));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Own;
        }
    }
}
