using System.Runtime.CompilerServices;

namespace HotPath.Core.Index;

/// <summary>
/// A list of attributes for each kind of owner, so that one owner's lie together whatever order a sender writes its fields in.
/// </summary>
[InlineArray(Kinds)]
internal struct AttributeLists
{
    /// <summary>The kinds of owners that have attributes: those up to <see cref="OwnerKind.Metric"/>.</summary>
    public const int Kinds = (int)OwnerKind.Metric + 1;

    private RowList<AttributeRow> _first;

    /// <summary>Forgets all rows.</summary>
    public void Clear() => this = default;
}
