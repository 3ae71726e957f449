using HotPath.Engine.Config;

namespace HotPath.Engine.Tests.Config;

/// <summary>Reads YAML as the tests need it: from one text, with no environment but the one given.</summary>
internal static class Read
{
    /// <summary>What everything is called here.</summary>
    public const string Source = "c.yaml";

    /// <summary>Reads a text; everything wrong goes to the errors.</summary>
    public static ConfigNode Text(string yaml, ConfigErrors errors, params (string Name, string Value)[] environment) =>
        ConfigComposer.FromText(yaml, Source, errors, name => Find(environment, name));

    /// <summary>Reads a text that must be without errors.</summary>
    public static ConfigNode Good(string yaml, params (string Name, string Value)[] environment)
    {
        var errors = new ConfigErrors();
        ConfigNode node = Text(yaml, errors, environment);
        errors.Errors.ShouldBeEmpty();
        return node;
    }

    /// <summary>The errors of a text.</summary>
    public static string[] Errors(string yaml, params (string Name, string Value)[] environment)
    {
        var errors = new ConfigErrors();
        Text(yaml, errors, environment);
        return Lines(errors.Errors);
    }

    /// <summary>Errors or warnings as their lines.</summary>
    public static string[] Lines(IEnumerable<ConfigError> errors) => [.. errors.Select(e => e.ToString())];

    /// <summary>Composes sources.</summary>
    public static ConfigNode Sources(
        ConfigErrors errors, string[] configs, string[] sets, params (string Name, string Value)[] environment) =>
        new ConfigComposer(errors, name => Find(environment, name))
            .Compose([.. configs.Select(ConfigSource.Config), .. sets.Select(ConfigSource.Set)]);

    /// <summary>A node in one line: maps as {k: v}, lists as [a], text in quotes, other scalars bare.</summary>
    public static string Shown(ConfigNode node) => node switch
    {
        { IsMap: true } => $"{{{string.Join(", ", node.Entries.Select(e => $"{e.Key}: {Shown(e.Value)}"))}}}",
        { IsList: true } => $"[{string.Join(", ", node.Items.Select(Shown))}]",
        { IsNull: true } => "null",
        { Scalar: ScalarKind.Text } => $"'{node.Text}'",
        _ => node.Text ?? "broken",
    };

    private static string? Find((string Name, string Value)[] environment, string name) =>
        Array.Find(environment, v => v.Name == name).Value;
}
