using HotPath.Engine.Config.Yaml;

namespace HotPath.Engine.Config.Sources;

/// <summary>
/// Replaces <c>${scheme:value}</c> references in every value of a tree, after the sources are merged, as the Collector does.
/// A value that is exactly one reference becomes what the reference's text is as YAML; one inside other text is put in as text.
/// What comes in is expanded again. Keys are never expanded. <c>$$</c> becomes <c>$</c> at the end.
/// </summary>
internal sealed class Expander(Retriever retriever, NodeBudget budget, ConfigErrors errors)
{
    private const string Hidden = "a reference in this secret";
    private const string HiddenFault = "it cannot be used: write ${env:NAME} or ${file:path}, or $$ for a $ that is part of the secret";
    private bool _pastLimit;

    /// <summary>The tree without references. What cannot be expanded is reported and broken.</summary>
    public YamlNode Expand(YamlNode root) => Walk(root, "", 0, 0);

    private YamlNode Walk(YamlNode node, string path, int passes, int depth)
    {
        if (depth > ConfigLimits.MaxDepth)
        {
            return PastLimit(node, path, $"maps, lists and references are nested more than {ConfigLimits.MaxDepth} deep");
        }
        return node.Kind switch
        {
            YamlKind.Map => node with
            {
                Entries = [.. node.Entries.Select(e => e with { Value = Walk(e.Value, ConfigNode.Join(path, e.Key), passes, depth + 1) })],
            },
            YamlKind.List => node with { Items = [.. node.Items.Select((item, i) => Walk(item, $"{path}[{i}]", passes, depth + 1))] },
            _ => node.Scalar == ScalarKind.Text ? Text(node, path, passes, depth) : node,
        };
    }

    private YamlNode Text(YamlNode node, string path, int passes, int depth)
    {
        string text = node.Text;
        while (ReferenceSyntax.Find(text) is { } reference)
        {
            if (++passes > ConfigLimits.MaxExpansionPasses)
            {
                string from = node.Reference ?? node.Text;
                return PastLimit(
                    node, path, $"{Shown(path, from)} refers to itself: more than {ConfigLimits.MaxExpansionPasses} expansions");
            }
            if (Retrieve(node, path, reference) is not { } retrieved)
            {
                return YamlNode.Broken(node.Position);
            }
            if (reference.Length == text.Length)
            {
                return Whole(node, path, reference, retrieved, passes, depth);
            }
            text = text.Replace(reference, retrieved.Content, StringComparison.Ordinal);
            if (!budget.TryTakeText(text.Length))
            {
                return PastLimit(node, path, $"references bring in more than {ConfigLimits.MaxExpandedCharacters >> 20} Mi characters");
            }
        }
        if (node.Reference is null)
        {
            WarnOfLookalikes(node, path, text);
        }
        bool changed = !ReferenceEquals(text, node.Text);
        return node with { Text = Unescape(text), Reference = node.Reference ?? (changed ? UriText.Safe(node.Text) : null) };
    }

    // The value is one reference and nothing else, so it may be anything.
    private YamlNode Whole(YamlNode node, string path, string reference, Retrieved retrieved, int passes, int depth)
    {
        string content = retrieved.Content!;
        string from = node.Reference ?? UriText.Safe(reference);
        YamlOrigin origin = Origin(reference, node.Position, from);
        if (!budget.TryTakeText(content.Length))
        {
            return PastLimit(node, path, $"references bring in more than {ConfigLimits.MaxExpandedCharacters >> 20} Mi characters");
        }
        YamlResult read = YamlReader.Read(content, origin, budget);
        if (read.PastLimit)
        {
            return PastLimit(node, path, $"{Shown(path, reference)}: {read.Faults[^1].Message}");
        }
        if (retrieved.IsText || read.Faults.Count > 0 || read.Root.Scalar == ScalarKind.Text)
        {
            WarnOfLineBreak(node, path, reference, content);
            YamlNode text = YamlNode.Of(node.Position, content, quoted: false) with
            {
                Reference = from,
                Hint = read.Faults.Count > 0 ? Hint(read.Faults[0], origin) : null,
            };
            return Walk(text, path, passes, depth);
        }
        errors.Begin(origin.Source);
        YamlNode value = KeyNesting.Apply(read.Root) with { Position = node.Position };
        YamlNode expanded = Walk(value, path, passes, depth);
        return expanded with { Written = Written(content, passes), Reference = from };
    }

    // A file and what a URL brings have lines of their own; what a variable holds stands where its reference stands.
    private static YamlOrigin Origin(string reference, ConfigPosition position, string from)
    {
        string source = UriText.Safe(reference[2..^1]);
        return source.StartsWith("file:", StringComparison.Ordinal) ? new YamlOrigin(source["file:".Length..], null, from)
            : source.StartsWith("http", StringComparison.Ordinal) && source.Contains(':', StringComparison.Ordinal)
                ? new YamlOrigin(source, null, from)
            : new YamlOrigin(source, position, from);
    }

    // What a text key takes. A reference in it that fails (it may stand in a comment) only means that there is no such text.
    private string? Written(string content, int passes)
    {
        var quiet = new Expander(retriever, budget, new ConfigErrors());
        YamlNode text = quiet.Text(YamlNode.Of(default, content, quoted: false), "", passes, 0);
        return text.Scalar == ScalarKind.Text ? text.Text : null;
    }

    private Retrieved? Retrieve(YamlNode node, string path, string reference)
    {
        string inside = reference[2..^1];
        string? fault = null;
        Retrieved? retrieved = null;
        if (inside.Contains('$', StringComparison.Ordinal))
        {
            fault = "a reference must not hold a dollar sign";
        }
        else if (ConfigLocation.TryReference(inside, out ConfigLocation? location))
        {
            retrieved = retriever.Get(location);
            fault = retrieved.Fault;
        }
        else
        {
            fault = inside.Contains(":-", StringComparison.Ordinal)
                ? $"a variable with a default needs its scheme: write ${{env:{inside}}}"
                : "not a reference: write ${env:NAME} or ${file:path}, or $${ if it is meant literally";
        }
        if (fault is not null)
        {
            bool hidden = SecretKeys.IsSecret(path) && ReferenceSyntax.Harmless(reference) is null;
            errors.Add(node.Position, path, $"{Shown(path, reference)}: {(hidden ? HiddenFault : fault)}");
            return null;
        }
        if (retrieved!.Warning is { } warning)
        {
            errors.Warn(node.Position, path, warning);
        }
        return retrieved;
    }

    private void WarnOfLookalikes(YamlNode node, string path, string text)
    {
        if (ReferenceSyntax.Shadowed(text) is { } shadowed)
        {
            errors.Warn(
                node.Position, path, $"{(SecretKeys.IsSecret(path) ? Hidden : shadowed)} stays as it is, as in the Collector, because an "
                    + $"escaped $${{ stands before it");
        }
        else if (ReferenceSyntax.IsOpen(text))
        {
            errors.Warn(node.Position, path, "a ${ without its } stays as it is: close it, or write $${ if it is meant literally");
        }
        else if (ReferenceSyntax.IsBareVariable(node.Text))
        {
            // The value itself is not shown: it may be a password that begins with a dollar.
            errors.Warn(node.Position, path, "a variable without braces stays as it is: write ${env:NAME}, or $$NAME if meant literally");
        }
    }

    private void WarnOfLineBreak(YamlNode node, string path, string reference, string content)
    {
        if (content.EndsWith('\n'))
        {
            string what = $"what {Shown(path, reference)} brings ends in a line break, which stays part of the value";
            errors.Warn(node.Position, path, $"{what}, as in the Collector: remove it from the file");
        }
    }

    // What passes one limit passes it again at the next value; saying it once is enough.
    private YamlNode PastLimit(YamlNode node, string path, string message)
    {
        if (!_pastLimit)
        {
            errors.Add(node.Position, ConfigNode.Shorten(path), message);
        }
        _pastLimit = true;
        return YamlNode.Broken(node.Position);
    }

    // A password may hold what looks like a reference, and a reference's default may be the password.
    private static string Shown(string path, string reference) =>
        SecretKeys.IsSecret(path) ? ReferenceSyntax.Harmless(reference) ?? Hidden : UriText.Safe(reference);

    private static string Hint(ConfigError fault, YamlOrigin origin)
    {
        string message = fault.Message.Replace(SyntaxFault.Prefix, "", StringComparison.Ordinal);
        string place = origin.Pinned is null ? $" ({fault.Position})" : "";
        return $": it is read as text because it is not usable as YAML: {message}{place}";
    }

    private static string Unescape(string text) => text.Replace("$$", "$", StringComparison.Ordinal);
}
