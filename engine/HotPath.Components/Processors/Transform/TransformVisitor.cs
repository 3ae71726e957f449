using HotPath.Components.Ottl;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Transform;

/// <summary>Runs a group's statements at each thing.</summary>
internal struct TransformVisitor : IOttlVisitor
{
    private readonly TransformGroup _group;
    private readonly FailureLog _failures;

    public TransformVisitor(TransformGroup group, FailureLog failures)
    {
        _group = group;
        _failures = failures;
    }

    /// <summary>Why the request is refused; null = it is not.</summary>
    public string? Error { get; private set; }

    /// <inheritdoc/>
    public bool Visit(OttlContext context, Owner owner)
    {
        if (_group.Conditions.Length > 0 && !AnyHolds(context))
        {
            return Error is null;
        }

        CompiledStatement[] statements = _group.Statements;
        for (int i = 0; i < statements.Length; i++)
        {
            if (!statements[i].Run(context) && !Passes(context, statements[i].Text))
            {
                return false;
            }
        }

        return true;
    }

    private bool AnyHolds(OttlContext context)
    {
        CompiledCondition[] conditions = _group.Conditions;
        for (int i = 0; i < conditions.Length; i++)
        {
            Truth truth = conditions[i].Condition.Test(context);
            if (truth == Truth.Yes)
            {
                return true;
            }

            if (truth == Truth.Failed && !Passes(context, conditions[i].Text))
            {
                return false;
            }
        }

        return false;
    }

    private bool Passes(OttlContext context, string text)
    {
        _failures.Note(_group.Mode, text, context.Failure);
        Error = _group.Mode == ErrorMode.Propagate ? $"transform: \"{text}\" failed: {context.Failure}" : null;
        return Error is null;
    }
}
