using System.Runtime.CompilerServices;
using HotPath.Core.Index;

namespace HotPath.Core.Edits;

/// <summary>The edits of each kind of owner, in the order they were begun.</summary>
[InlineArray(OwnerMaps.Kinds)]
internal struct EditLists
{
    private RowList<EditRow> _first;

    /// <summary>Forgets everything.</summary>
    public void Clear() => this = default;
}
