using System.Runtime.InteropServices;

namespace HotPath.Components.Exporters.Shared;

/// <summary>What <c>user-agent</c> says unless configured, in the Collector's form: <c>HotPath/1.2.3 (linux/amd64)</c>.</summary>
internal static class UserAgent
{
    /// <summary>The header's value.</summary>
    public static string Default { get; } =
        $"HotPath/{typeof(UserAgent).Assembly.GetName().Version?.ToString(3)} ({OperatingSystemName}/{ArchitectureName})";

    private static string OperatingSystemName => OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : "windows";

    private static string ArchitectureName => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => "amd64",
        Architecture other => other.ToString().ToLowerInvariant(),
    };
}
