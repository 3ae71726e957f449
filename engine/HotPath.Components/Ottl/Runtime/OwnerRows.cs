using System.Runtime.CompilerServices;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Runtime;

/// <summary>For each kind of owner, the row that a context stands at.</summary>
[InlineArray(Kinds)]
internal struct OwnerRows
{
    /// <summary>All kinds of owners.</summary>
    public const int Kinds = (int)OwnerKind.ScopeBlock + 1;

    private int _first;
}
