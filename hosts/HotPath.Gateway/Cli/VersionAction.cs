using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using HotPath.Engine.Config;

namespace HotPath.Gateway.Cli;

/// <summary>
/// <c>--version</c> and <c>-v</c>: one line; under a Collector's name exactly as the Collector's, for the scripts that read it.
/// </summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    private readonly InvocationName _name;

    private VersionAction(InvocationName name) => _name = name;

    /// <summary>The version, without the commit that the SDK appends.</summary>
    public static string Version { get; } =
        typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static void Apply(RootCommand root, InvocationName name)
    {
        VersionOption option = root.Options.OfType<VersionOption>().Single();
        option.Aliases.Add("-v");
        option.Action = new VersionAction(name);
    }

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(_name.IsCollector
            ? $"{_name.Command} version {CollectorVersion.Contrib}"
            : $"{_name.Command} version {Version} (compatible with otelcol-contrib {CollectorVersion.Contrib})");
        return ExitCode.Ok;
    }
}
