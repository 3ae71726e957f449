namespace HotPath.Engine.Config.Print;

/// <summary>Prints a composed configuration: sources merged, references expanded, without defaults, in the order of the files.</summary>
public static class ConfigPrinter
{
    /// <summary>Prints YAML.</summary>
    /// <param name="root">The configuration.</param>
    /// <param name="secrets">
    /// The paths that components have read as secrets, shown as <c>[REDACTED]</c>, as keys of known names are; null to show all.
    /// </param>
    /// <param name="to">Where to.</param>
    public static void Yaml(ConfigNode root, IReadOnlySet<string>? secrets, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(to);
        new YamlConfigWriter(new ConfigText(secrets), to).Write(root);
    }

    /// <summary>Prints JSON.</summary>
    /// <param name="root">The configuration.</param>
    /// <param name="secrets">As for <see cref="Yaml"/>.</param>
    /// <param name="to">Where to.</param>
    public static void Json(ConfigNode root, IReadOnlySet<string>? secrets, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(to);
        to.WriteLine(Json(root, secrets));
    }

    /// <summary>The same as a text.</summary>
    internal static string Json(ConfigNode root, IReadOnlySet<string>? secrets) => JsonConfigWriter.Write(root, new ConfigText(secrets));
}
