using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace HotPath.Gateway.Cli;

/// <summary><c>--version</c> and <c>-v</c>: one line, as the Collector's.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    /// <summary>The version, without the commit that the SDK appends.</summary>
    public static string Version { get; } =
        typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static void Apply(RootCommand root)
    {
        VersionOption option = root.Options.OfType<VersionOption>().Single();
        option.Aliases.Add("-v");
        option.Action = new VersionAction();
    }

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"hotpath version {Version}");
        return ExitCode.Ok;
    }
}
