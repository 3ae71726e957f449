using HotPath.Components.Ottl;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Filter;

/// <summary>Drops what one of a group's conditions holds for. Scratch that a condition took is given back at once.</summary>
internal struct FilterVisitor : IOttlVisitor
{
    private readonly FilterStep[] _steps;
    private readonly ErrorMode _mode;
    private readonly FailureLog _failures;

    public FilterVisitor(FilterStep[] steps, ErrorMode mode, FailureLog failures)
    {
        _steps = steps;
        _mode = mode;
        _failures = failures;
    }

    /// <summary>Why the request is refused; null = it is not.</summary>
    public string? Error { get; private set; }

    /// <inheritdoc/>
    public bool Visit(OttlContext context, Owner owner)
    {
        ScratchMark mark = context.Request.MarkScratch();
        bool drops = false;
        for (int i = 0; i < _steps.Length && !drops; i++)
        {
            Truth truth = _steps[i].Condition.Test(context);
            drops = truth == Truth.Yes;
            if (truth == Truth.Failed && !Passes(context, _steps[i].Text))
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

    private bool Passes(OttlContext context, string text)
    {
        _failures.Note(_mode, text, context.Failure);
        Error = _mode == ErrorMode.Propagate ? $"filter: the condition \"{text}\" failed: {context.Failure}" : null;
        return Error is null;
    }
}
