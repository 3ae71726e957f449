using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Processors.Shared;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Processors.Transform;

/// <summary>Runs its statements, group after group.</summary>
internal sealed class TransformProcessor : IInlineProcessor
{
    private readonly TransformGroup[] _groups;
    private readonly OttlContextPool _contexts;
    private readonly FailureLog _failures;

    public TransformProcessor(IReadOnlyList<TransformGroup> groups, InlineContext context)
    {
        _groups = [.. groups];
        _contexts = new OttlContextPool(context.Time);
        _failures = new FailureLog(context.Log, context.Time);
        Depth = groups.Aggregate(
            IndexDepth.None,
            (depth, group) => group.Statements.Select(s => s.Depth)
                .Concat(group.Conditions.Select(c => c.Depth))
                .Aggregate(depth, (a, b) => a | b));
        ItemKeys = KeyUnion.Of(
            [.. groups.SelectMany(g => g.Statements.Select(s => s.ItemKeys).Concat(g.Conditions.Select(c => c.ItemKeys)))]);
    }

    /// <inheritdoc/>
    public IndexDepth Depth { get; }

    /// <inheritdoc/>
    public IReadOnlyList<AttributeKey>? ItemKeys { get; }

    /// <summary>Its statements drop no items.</summary>
    public string DropReason => Engine.Pipeline.DropReason.Filtered;

    /// <inheritdoc/>
    public ProcessResult Process(Overlay request)
    {
        OttlContext context = _contexts.Rent();
        context.Begin(request);
        try
        {
            foreach (TransformGroup group in _groups)
            {
                var visitor = new TransformVisitor(group, _failures);
                if (!OttlWalk.Run(context, group.Context, ref visitor))
                {
                    return ProcessResult.Failed(visitor.Error!);
                }
            }

            return ProcessResult.Done;
        }
        finally
        {
            context.End();
            _contexts.GiveBack(context);
        }
    }
}
