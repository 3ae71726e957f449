using System.CommandLine;
using HotPath.Gateway.Lifecycle;

namespace HotPath.Gateway.Cli;

/// <summary>The command line: <c>hotpath [--config URI]… [--set KEY=VALUE]…</c> and <c>hotpath validate</c>.</summary>
internal static class GatewayCommand
{
    /// <summary>How long a shutdown may take when nothing else is said. Below the 30 s that Kubernetes grants.</summary>
    public static readonly TimeSpan DefaultShutdownTimeout = TimeSpan.FromSeconds(25);

    public static RootCommand Create()
    {
        Option<string[]> config = new("--config")
        {
            Description = "A configuration source: a file, or file:, env:, yaml: URIs. Several merge in order.",
            HelpName = "URI",
            Recursive = true,
            DefaultValueFactory = _ => [],
        };
        Option<string[]> set = new("--set")
        {
            Description = "Sets one key over all sources: --set exporters.otlp.endpoint=backend:4317.",
            HelpName = "KEY=VALUE",
            Recursive = true,
            DefaultValueFactory = _ => [],
        };
        Option<double> shutdown = new("--shutdown-timeout")
        {
            Description = "Seconds that a shutdown may take to hand on what is held.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => DefaultShutdownTimeout.TotalSeconds,
        };
        shutdown.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 3600))
            {
                result.AddError("--shutdown-timeout takes 0 to 3600 seconds");
            }
        });

        var root = new RootCommand("HotPath: a telemetry gateway that reads the OpenTelemetry Collector's configuration.") { config, set, shutdown };
        VersionAction.Apply(root);
        root.SetAction((parsed, cancel) =>
            GatewayRun.RunAsync(new ConfigSources(parsed.GetValue(config)!, parsed.GetValue(set)!), TimeSpan.FromSeconds(parsed.GetValue(shutdown)), cancel));
        root.Subcommands.Add(CreateValidate(config, set));
        return root;
    }

    private static Command CreateValidate(Option<string[]> config, Option<string[]> set)
    {
        var validate = new Command("validate", "Checks the configuration and ends: silent if it can be used, every error at once if not.");
        validate.SetAction(parsed => ValidateRun.Run(new ConfigSources(parsed.GetValue(config)!, parsed.GetValue(set)!)));
        return validate;
    }
}
