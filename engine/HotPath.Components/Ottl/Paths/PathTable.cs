using HotPath.Components.Ottl.Expressions;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Paths;

/// <summary>The paths of one context, by name (<c>status.code</c>), without the context's own.</summary>
internal sealed class PathTable
{
    private readonly Dictionary<string, PathEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>The names, for advice.</summary>
    public IEnumerable<string> Names => _entries.Keys;

    /// <summary>A path, or null.</summary>
    public PathEntry? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>Adds a path without keys.</summary>
    public PathTable Add(string name, IndexDepth depth, Func<PathExpression> make)
    {
        _entries.Add(name, new PathEntry(depth, 0, 0, (_, _) => make()));
        return this;
    }

    /// <summary>Adds a path that may have keys.</summary>
    public PathTable AddKeyed(string name, IndexDepth depth, Func<Key[], PathExpression> make)
    {
        _entries.Add(name, new PathEntry(depth, 0, int.MaxValue, (_, keys) => make(keys)));
        return this;
    }

    /// <summary>Adds an owner's attributes.</summary>
    public PathTable AddAttributes(string name, IndexDepth depth, OwnerKind owner)
    {
        PathMaker make = (_, keys) => keys.Length == 0 ? new AttributesPath(owner) : new AttributePath(owner, keys);
        _entries.Add(name, new PathEntry(depth, 0, int.MaxValue, make) { IsByKey = true });
        return this;
    }
}
