using HotPath.Engine.Config;
using HotPath.Gateway.Cli;

namespace HotPath.Gateway.Lifecycle;

/// <summary><c>hotpath validate</c>: silent on success, as the Collector's; warnings and errors go to standard error.</summary>
internal static class ValidateRun
{
    public static int Run(ConfigSources sources)
    {
        var errors = new ConfigErrors();
        bool valid = PlanLoader.Load(sources, errors) is not null;
        foreach (ConfigError warning in errors.Warnings)
        {
            Console.Error.WriteLine($"Warning: {warning}");
        }

        if (valid)
        {
            return ExitCode.Ok;
        }

        PlanLoader.Print(errors, Console.Error);
        return ExitCode.Error;
    }
}
