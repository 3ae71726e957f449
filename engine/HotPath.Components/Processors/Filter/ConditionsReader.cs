using HotPath.Components.Ottl;
using HotPath.Components.Ottl.Compiling;
using HotPath.Components.Processors.Shared;
using HotPath.Core;
using HotPath.Engine.Config;

namespace HotPath.Components.Processors.Filter;

/// <summary>
/// Reads <c>trace_conditions</c> and its siblings: each element is a condition, or a group of them with a context and an error mode. Where
/// no context is named, the paths' prefixes tell it.
/// </summary>
internal static class ConditionsReader
{
    /// <summary>The groups under a key, in order.</summary>
    public static IReadOnlyList<FilterGroup> Read(ConfigMap map, string key, Signal signal, ErrorMode mode)
    {
        var groups = new List<FilterGroup>();
        foreach (ConfigNode node in map.List(key))
        {
            if (node.IsMap)
            {
                groups.AddRange(Group(new ConfigMap(node, map.Errors), signal, mode));
            }
            else if (node.Text is { } text)
            {
                groups.AddRange(Groups(map, [(node, text)], null, signal, mode));
            }
            else
            {
                map.Errors.Add(node.Position, node.Path, "must be a condition, or a map of context, conditions and error_mode");
            }
        }

        return groups;
    }

    private static List<FilterGroup> Group(ConfigMap map, Signal signal, ErrorMode mode)
    {
        ContextKind? context = ContextReader.Read(map, signal);
        mode = OttlReader.Mode(map, mode);
        (ConfigNode, string)[] texts = [.. OttlReader.Texts(map, "conditions")];
        map.Done();
        return Groups(map, texts, context, signal, mode);
    }

    /// <summary>One group for each context, in the order of the first condition of each.</summary>
    private static List<FilterGroup> Groups(
        ConfigMap map, IEnumerable<(ConfigNode Node, string Text)> texts, ContextKind? context, Signal signal, ErrorMode mode)
    {
        var compiled = new List<CompiledCondition>();
        foreach ((ConfigNode node, string text) in texts)
        {
            CompiledCondition? condition = OttlReader.Compile(map, node, () => OttlCompiler.Condition(
                text, context ?? ContextInference.OfCondition(text, signal), needsPrefix: context is null));
            if (condition is not null)
            {
                compiled.Add(condition);
            }
        }

        return [.. compiled.GroupBy(c => c.Context).Select(g => new FilterGroup(g.Key, [.. g], mode))];
    }
}
