using HotPath.Components.Ottl.Conditions;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl;

/// <summary>A statement, ready to run.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Context">What it runs for.</param>
/// <param name="Editor">What to do.</param>
/// <param name="Where">When; null = always.</param>
/// <param name="Depth">What the index must hold.</param>
internal sealed record CompiledStatement(string Text, ContextKind Context, Editor Editor, Condition? Where, IndexDepth Depth)
{
    /// <summary>The keys by which it reaches attributes of items; null = any, or all of them.</summary>
    public IReadOnlyList<AttributeKey>? ItemKeys { get; init; }

    /// <summary>Runs it where the context stands; false = it failed, and the context says why.</summary>
    public bool Run(OttlContext context)
    {
        Truth truth = Where is null ? Truth.Yes : Where.Test(context);
        bool isDone = truth == Truth.Yes ? Editor(context) : truth == Truth.No;
        context.EndStatement();
        return isDone;
    }
}
