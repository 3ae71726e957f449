using HotPath.Gateway.Cli;

namespace HotPath.Gateway.Lifecycle;

/// <summary><c>hotpath validate</c>: silent on success, as the Collector's; warnings and errors go to standard error.</summary>
internal static class ValidateRun
{
    public static int Run(ConfigSources sources, bool strict)
    {
        var loader = new PlanLoader(sources, strict);
        bool isValid = loader.Load() is not null;
        loader.PrintWarnings(Console.Error);
        if (isValid)
        {
            return ExitCode.Ok;
        }

        loader.PrintErrors(Console.Error);
        return ExitCode.Error;
    }
}
