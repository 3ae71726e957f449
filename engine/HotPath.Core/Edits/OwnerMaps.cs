using System.Runtime.CompilerServices;
using HotPath.Core.Index;

namespace HotPath.Core.Edits;

/// <summary>For each kind of owner and row: 0 = as it came, n = edit n−1 of its kind, −1 = dropped.</summary>
[InlineArray(Kinds)]
internal struct OwnerMaps
{
    /// <summary>All kinds of owners.</summary>
    public const int Kinds = (int)OwnerKind.ScopeBlock + 1;

    private RowList<int> _first;

    /// <summary>Forgets everything.</summary>
    public void Clear() => this = default;
}
