using HotPath.Engine.Config;
using HotPath.Engine.Config.Print;
using HotPath.Gateway.Cli;

namespace HotPath.Gateway.Lifecycle;

/// <summary><c>hotpath print-config</c>: the configuration on standard output, warnings and errors on standard error.</summary>
internal static class PrintConfigRun
{
    public static int Run(ConfigSources sources, string format, string mode, bool validate)
    {
        if (!mode.Equals("redacted", StringComparison.OrdinalIgnoreCase) && !mode.Equals("unredacted", StringComparison.OrdinalIgnoreCase))
        {
            Console.Error.WriteLine($"Error: invalid mode \"{mode}\": modes are: redacted, unredacted");
            return ExitCode.Error;
        }

        bool isJson = format.Equals("json", StringComparison.OrdinalIgnoreCase);
        if (!isJson && format.Length > 0 && !format.Equals("yaml", StringComparison.OrdinalIgnoreCase))
        {
            Console.Error.WriteLine($"Error: unrecognized print format: {format}");
            return ExitCode.Error;
        }

        var loader = new PlanLoader(sources);
        ConfigNode? root = loader.Compose();
        bool isValid = root is not null && (validate ? loader.Load() is not null : !loader.Errors.Any);
        loader.PrintWarnings(Console.Error);
        if (!isValid)
        {
            loader.PrintErrors(Console.Error);
            return ExitCode.Error;
        }

        IReadOnlySet<string>? secrets = mode.Equals("redacted", StringComparison.OrdinalIgnoreCase) ? loader.Errors.Secrets : null;
        if (isJson)
        {
            ConfigPrinter.Json(root!, secrets, Console.Out);
        }
        else
        {
            ConfigPrinter.Yaml(root!, secrets, Console.Out);
        }

        return ExitCode.Ok;
    }
}
