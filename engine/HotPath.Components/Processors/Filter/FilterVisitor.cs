using HotPath.Components.Ottl;
using HotPath.Components.Ottl.Conditions;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Filter;

/// <summary>Drops what one of a group's conditions holds for. Scratch that a condition took is given back at once.</summary>
internal struct FilterVisitor : IOttlVisitor
{
    private readonly FilterGroup _group;
    private readonly Condition[] _conditions;
    private readonly FailureLog _failures;

    public FilterVisitor(FilterGroup group, Condition[] conditions, FailureLog failures)
    {
        _group = group;
        _conditions = conditions;
        _failures = failures;
    }

    /// <summary>Why the request is refused; null = it is not.</summary>
    public string? Error { get; private set; }

    /// <inheritdoc/>
    public bool Visit(OttlContext context, Owner owner)
    {
        ScratchMark mark = context.Request.MarkScratch();
        bool drops = false;
        for (int i = 0; i < _conditions.Length && !drops; i++)
        {
            Truth truth = _conditions[i].Test(context);
            drops = truth == Truth.Yes;
            if (truth == Truth.Failed && !Passes(context, i))
            {
                return false;
            }
        }

        context.Request.RewindScratch(mark);
        if (drops)
        {
            context.Request.Drop(owner);
        }

        return true;
    }

    private bool Passes(OttlContext context, int condition)
    {
        string text = _group.Conditions[condition].Text;
        _failures.Note(_group.Mode, text, context.Failure);
        Error = _group.Mode == ErrorMode.Propagate ? $"filter: the condition \"{text}\" failed: {context.Failure}" : null;
        return Error is null;
    }
}
