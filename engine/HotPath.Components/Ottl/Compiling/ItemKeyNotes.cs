using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Compiling;

/// <summary>
/// Which attributes of items a statement can reach: all, unless everything that reaches any said by which key. Who notes nothing more than
/// a depth notes all, so that a path or function that knows nothing of keys is right without knowing of this.
/// </summary>
internal sealed class ItemKeyNotes
{
    private readonly List<AttributeKey> _keys = [];
    private bool _isAny;

    /// <summary>The keys; null = any.</summary>
    public IReadOnlyList<AttributeKey>? Keys => _isAny ? null : _keys;

    /// <summary>Notes that something reads so deep.</summary>
    public void Add(IndexDepth depth) => _isAny |= (depth & IndexDepth.ItemAttributes) == IndexDepth.ItemAttributes;

    /// <summary>Notes that something reaches this attribute and no other.</summary>
    public void Add(AttributeKey key) => _keys.Add(key);
}
