using HotPath.Components.Ottl;
using HotPath.Components.Ottl.Compiling;
using HotPath.Components.Processors.Shared;
using HotPath.Core;
using HotPath.Engine.Config;

namespace HotPath.Components.Processors.Transform;

/// <summary>
/// Reads <c>trace_statements</c> and its siblings. Each element is a statement or a group of statements; all plain statements are one
/// group, at the place of the first. A group's statements run one after the other on each thing, so one context must see all that they
/// name.
/// </summary>
internal static class StatementsReader
{
    /// <summary>The groups under a key, in order.</summary>
    public static IReadOnlyList<TransformGroup> Read(ConfigMap map, string key, Signal signal, ErrorMode mode)
    {
        var groups = new List<TransformGroup>();
        (ConfigNode Node, string Text)[] plain = [.. map.List(key).Where(n => n.Text is not null).Select(n => (n, n.Text!))];
        foreach (ConfigNode node in map.List(key))
        {
            if (node.IsMap)
            {
                Add(groups, Group(new ConfigMap(node, map.Errors), signal, mode));
            }
            else if (node.Text is null)
            {
                map.Errors.Add(node.Position, node.Path, "must be a statement, or a map of context, statements, conditions and error_mode");
            }
            else if (node == plain[0].Node)
            {
                Add(groups, Made(map, plain, [], null, signal, mode));
            }
        }

        return groups;
    }

    private static void Add(List<TransformGroup> groups, TransformGroup? group)
    {
        if (group is not null)
        {
            groups.Add(group);
        }
    }

    private static TransformGroup? Group(ConfigMap map, Signal signal, ErrorMode mode)
    {
        ContextKind? context = ContextReader.Read(map, signal);
        mode = OttlReader.Mode(map, mode);
        (ConfigNode, string)[] statements = [.. OttlReader.Texts(map, "statements")];
        (ConfigNode, string)[] conditions = [.. OttlReader.Texts(map, "conditions")];
        map.Done();
        return Made(map, statements, conditions, context, signal, mode);
    }

    private static TransformGroup? Made(
        ConfigMap map,
        (ConfigNode Node, string Text)[] statements,
        (ConfigNode Node, string Text)[] conditions,
        ContextKind? written,
        Signal signal,
        ErrorMode mode)
    {
        if (statements.Length == 0)
        {
            return null;
        }

        if ((written ?? Inferred(map, statements, conditions, signal)) is not { } context)
        {
            return null;
        }

        bool needsPrefix = written is null;
        CompiledStatement?[] made =
            [.. statements.Select(s => OttlReader.Compile(map, s.Node, () => OttlCompiler.Statement(s.Text, context, needsPrefix)))];
        CompiledCondition?[] where =
            [.. conditions.Select(c => OttlReader.Compile(map, c.Node, () => OttlCompiler.Condition(c.Text, context, needsPrefix)))];
        return new TransformGroup(context, [.. made.OfType<CompiledStatement>()], [.. where.OfType<CompiledCondition>()], mode);
    }

    /// <summary>The innermost of the contexts of a group's statements and conditions; null if one of them is wrong.</summary>
    private static ContextKind? Inferred(
        ConfigMap map, (ConfigNode Node, string Text)[] statements, (ConfigNode Node, string Text)[] conditions, Signal signal)
    {
        object?[] all =
        [
            .. statements.Select(s => OttlReader.Compile(map, s.Node, () => (object)ContextInference.OfStatement(s.Text, signal))),
            .. conditions.Select(c => OttlReader.Compile(map, c.Node, () => (object)ContextInference.OfCondition(c.Text, signal))),
        ];
        return all.Contains(null) ? null : all.Cast<ContextKind>().Max();
    }
}
