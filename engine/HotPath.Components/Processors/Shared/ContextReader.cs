using HotPath.Components.Ottl;
using HotPath.Components.Ottl.Compiling;
using HotPath.Core;
using HotPath.Engine.Config;

namespace HotPath.Components.Processors.Shared;

/// <summary>Reads the <c>context</c> of a group of statements.</summary>
internal static class ContextReader
{
    /// <summary>The context; null if none is written, or it is none of the signal's, which is an error.</summary>
    public static ContextKind? Read(ConfigMap map, Signal signal)
    {
        string name = map.Text("context", "");
        if (name.Length == 0)
        {
            return null;
        }

        ContextKind? context = ContextNames.Find(name);
        IReadOnlyList<ContextKind> known = ContextInference.ContextsOf(signal);
        if (context is null || !known.Contains(context.Value))
        {
            map.Error("context", $"must be one of {string.Join(", ", known.Select(ContextNames.Of))}, found '{name}'");
            return known[^1];
        }

        return context;
    }
}
