using System.CommandLine;
using HotPath.Gateway.Lifecycle;

namespace HotPath.Gateway.Cli;

/// <summary>The command line: <c>hotpath [--config URI]… [--set KEY=VALUE]…</c>, which serves, and the commands beside it.</summary>
internal static class GatewayCommand
{
    /// <summary>How long a shutdown may take when nothing else is said. Below the 30 s that Kubernetes grants.</summary>
    public static readonly TimeSpan DefaultShutdownTimeout = TimeSpan.FromSeconds(25);

    /// <summary>Parses and runs; what cannot be parsed is told as the Collector tells it, without the help text.</summary>
    public static Task<int> RunAsync(string[] args, InvocationName name)
    {
        // An argument that begins with @ is itself, not a file of arguments.
        ParseResult parsed = Create(name).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(e => e.Message).Distinct())
            {
                Console.Error.WriteLine($"Error: {message}");
            }

            return Task.FromResult(ExitCode.Error);
        }

        // Signals are the gateway's own to handle: a drain may take longer than the parser's patience of two seconds.
        return parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static RootCommand Create(InvocationName name)
    {
        var options = new ConfigOptions(isDefaultAllowed: !name.IsCollector);
        Option<double> shutdown = CreateShutdownTimeout();
        Option<bool> watch = new("--watch-config")
        {
            Description = "Reloads when a file of the configuration changes, as SIGHUP does; a ConfigMap's or Secret's, too.",
        };
        var root = new RootCommand("HotPath: a telemetry gateway that reads the OpenTelemetry Collector's configuration.")
        {
            shutdown, watch,
        };
        options.AddTo(root);
        VersionAction.Apply(root, name);
        root.SetAction((parsed, cancel) => GatewayRun.RunAsync(
            options.Read(parsed), TimeSpan.FromSeconds(parsed.GetValue(shutdown)), parsed.GetValue(watch), cancel));
        root.Subcommands.Add(CreateValidate(options));
        root.Subcommands.Add(CreateComponents(name));
        root.Subcommands.Add(CreatePrintConfig(options));
        root.Subcommands.Add(CreateFeatureGate(options));
        return root;
    }

    private static Option<double> CreateShutdownTimeout()
    {
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
        return shutdown;
    }

    private static Command CreateValidate(ConfigOptions options)
    {
        Option<bool> strict = new("--strict") { Description = "Also refuses what HotPath takes and the Collector does not." };
        var validate = new Command("validate", "Checks the configuration and ends: silent if it can be used, every error at once if not.")
        {
            strict,
        };
        validate.SetAction(parsed => ValidateRun.Run(options.Read(parsed), parsed.GetValue(strict)));
        return validate;
    }

    private static Command CreateComponents(InvocationName name)
    {
        var components = new Command("components", "Lists the components of this build, with their stability, as YAML.");
        components.SetAction(_ =>
        {
            ComponentsReport.Write(Catalogue.Create(), name, Console.Out);
            return ExitCode.Ok;
        });
        return components;
    }

    private static Command CreatePrintConfig(ConfigOptions options)
    {
        Option<string> format = new("--format")
        {
            Description = "yaml or json.",
            HelpName = "FORMAT",
            DefaultValueFactory = static _ => "yaml",
        };
        Option<string> mode = new("--mode")
        {
            Description = "redacted, or unredacted to show secrets too.",
            HelpName = "MODE",
            DefaultValueFactory = static _ => "redacted",
        };
        Option<bool> validate = new("--validate") { Description = "Prints only what can be used.", DefaultValueFactory = static _ => true };
        var print = new Command("print-config", "Prints the configuration: sources merged, references expanded, secrets redacted.")
        {
            format, mode, validate,
        };
        print.Aliases.Add("print-initial-config");
        print.SetAction(parsed =>
            PrintConfigRun.Run(options.Read(parsed), parsed.GetValue(format)!, parsed.GetValue(mode)!, parsed.GetValue(validate)));
        return print;
    }

    private static Command CreateFeatureGate(ConfigOptions options)
    {
        Argument<string?> id = new("feature-id") { Description = "Shows this one in full.", Arity = ArgumentArity.ZeroOrOne };
        var gate = new Command("featuregate", "Lists the Collector's feature gates that HotPath knows.") { id };
        gate.SetAction(parsed => FeatureGateRun.Run(options.Read(parsed), parsed.GetValue(id)));
        return gate;
    }
}
