using HotPath.Engine.Config.Sources;

namespace HotPath.Engine.Config;

/// <summary>Names a value inside an error: what it is, what it says, and which reference brought it.</summary>
internal static class Found
{
    private const int MaxShown = 60;

    /// <summary>A node in words: <c>the text 'abc'</c>, <c>the number 5 (from ${env:PORT})</c>.</summary>
    public static string In(ConfigNode node) =>
        SecretKeys.IsSecret(node.Path) ? Redacted(node) : Kind(node) + Value(node) + Reference(node);

    /// <summary>The same without the value, for secrets.</summary>
    public static string Redacted(ConfigNode node) => Kind(node) + SafeReference(node);

    /// <summary>
    /// A node where a map or list is wanted. What a reference brought is not shown: a token at the wrong key must not go to the log.
    /// </summary>
    public static string Instead(ConfigNode node) => node.Yaml.Reference is null ? In(node) : Redacted(node);

    /// <summary>A scalar's text in quotes, with its reference: <c>'5 s' (from ${env:T})</c>.</summary>
    public static string Quoted(ConfigNode node) => $"'{Short(node.Yaml.Text)}'{Reference(node)}";

    private static string Kind(ConfigNode node) => node switch
    {
        { IsMap: true } => "a map",
        { IsList: true } => "a list",
        _ => node.Scalar switch
        {
            ScalarKind.Null => "nothing",
            ScalarKind.Flag => "a flag",
            ScalarKind.Integer or ScalarKind.Number => "the number",
            ScalarKind.Timestamp => "the date",
            _ => "the text",
        },
    };

    private static string Value(ConfigNode node) => node.Scalar switch
    {
        ScalarKind.None or ScalarKind.Null => "",
        ScalarKind.Text => $" '{Short(node.Yaml.Text)}'",
        ScalarKind.Flag => $" ({node.Yaml.Text})",
        _ => " " + Short(node.Yaml.Text),
    };

    private static string Reference(ConfigNode node) => node.Yaml.Reference is { } from ? $" (from {from})" : "";

    // What was written around a reference, or as its default, may be the secret itself.
    private static string SafeReference(ConfigNode node) =>
        node.Yaml.Reference is { } from && ReferenceSyntax.Harmless(from) is { } shown ? $" (from {shown})" : "";

    private static string Short(string text)
    {
        int end = text.AsSpan(0, Math.Min(text.Length, MaxShown)).IndexOfAny('\r', '\n');
        end = end < 0 ? MaxShown : end;
        return text.Length <= end ? text : text[..end] + "…";
    }
}
