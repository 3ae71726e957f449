using HotPath.Components.Ottl.Compiling;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Syntax;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>
/// Finds what a path means. Its first segment may name a context; without one it is of the statement's own. <c>scope</c> and
/// <c>instrumentation_scope</c> are the same.
/// </summary>
internal static class PathResolver
{
    /// <summary>Resolves a path; <see cref="Compiler.Path"/> says what for.</summary>
    /// <exception cref="OttlException">There is no such path here.</exception>
    public static PathExpression Resolve(Compiler compiler, PathNode path, bool isReachedByKey)
    {
        (ContextKind context, int first) = ContextOf(compiler, path);
        for (int i = first; i < path.Segments.Count - 1; i++)
        {
            if (path.Segments[i].Keys.Count > 0)
            {
                throw compiler.At(path.Segments[i + 1].Offset, $"nothing can follow the keys of {path.Segments[i].Name}");
            }
        }

        PathTable table = PathTables.Of(context);
        string name = string.Join('.', path.Segments.Skip(first).Select(s => s.Name));
        PathSegment last = path.Segments[^1];
        PathEntry? entry = table.Find(name);
        if (name == "cache" && context != compiler.Context)
        {
            throw compiler.At(last.Offset, "only the statement's own cache can be used");
        }

        if (entry is null)
        {
            throw compiler.At(path.Segments[Math.Min(first, path.Segments.Count - 1)].Offset, Advice.Of(
                $"the context {ContextNames.Of(context)} has no path {name}", name, table.Names,
                $"; it has {string.Join(", ", table.Names)}"));
        }

        if (last.Keys.Count > entry.MostKeys)
        {
            throw compiler.At(last.Keys[0].Offset, $"{name} can't be indexed");
        }

        Key[] keys = compiler.Keys(last.Keys);
        Note(compiler, entry, keys, isReachedByKey);
        return entry.Make(compiler, keys);
    }

    /// <summary>Attributes are reached by the first key where that is a literal; anything else may look at all of them.</summary>
    private static void Note(Compiler compiler, PathEntry entry, Key[] keys, bool isReachedByKey)
    {
        AttributeKey? name = keys.Length > 0 ? keys[0].Name : null;
        if (entry.IsByKey && (name is not null || (keys.Length == 0 && isReachedByKey)))
        {
            compiler.Reads(entry.Depth, name);
        }
        else
        {
            compiler.Reads(entry.Depth);
        }
    }

    /// <summary>The context that a path names, if it names one.</summary>
    public static ContextKind? NamedContext(PathNode path) =>
        path.Segments.Count > 1 && path.Segments[0].Keys.Count == 0 ? ContextNames.Find(path.Segments[0].Name) : null;

    private static (ContextKind Context, int First) ContextOf(Compiler compiler, PathNode path)
    {
        if (NamedContext(path) is { } named)
        {
            return ContextNames.CanSee(compiler.Context, named)
                ? (named, 1)
                : throw compiler.At(
                    path.Offset, $"a statement of the context {ContextNames.Of(compiler.Context)} can't look at {path.Segments[0].Name}");
        }

        return compiler.NeedsPrefix
            ? throw compiler.At(
                path.Offset,
                $"the path {path.Segments[0].Name} must say of what: {ContextNames.Of(compiler.Context)}.{path.Segments[0].Name}")
            : (compiler.Context, 0);
    }
}
