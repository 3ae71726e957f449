using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Gateway.Cli;

namespace HotPath.Gateway.Lifecycle;

/// <summary>From command line to plan.</summary>
internal static class PlanLoader
{
    /// <summary>What positions in the built-in configuration are called.</summary>
    public const string DefaultSource = "(default)";

    /// <summary>Composes and reads the configuration. With any error the plan is null, and all errors are in <paramref name="errors"/>.</summary>
    public static GatewayPlan? Load(ConfigSources sources, ConfigErrors errors)
    {
        IEnumerable<ConfigSource> configs = sources.IsDefault ? [ConfigSource.Text(DefaultSource, DefaultText())] : sources.Configs.Select(ConfigSource.Config);
        ConfigNode root = new ConfigComposer(errors).Compose([.. configs, .. sources.Sets.Select(ConfigSource.Set)]);
        if (errors.Any)
        {
            return null;
        }

        GatewayPlan plan = PlanReader.Read(root, Catalogue.Create(), errors);
        return errors.Any ? null : plan;
    }

    /// <summary>Prints every error, as <c>file:line:column: key: what is wrong</c>.</summary>
    public static void Print(ConfigErrors errors, TextWriter to)
    {
        to.WriteLine(errors.Errors.Count == 1 ? "Error: invalid configuration:" : $"Error: invalid configuration, {errors.Errors.Count} errors:");
        foreach (ConfigError error in errors.Errors)
        {
            to.WriteLine($"  {error}");
        }
    }

    private static string DefaultText()
    {
        using Stream stream = typeof(PlanLoader).Assembly.GetManifestResourceStream("default.yaml")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
