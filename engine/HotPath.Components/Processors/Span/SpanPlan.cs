using HotPath.Components.Processors.Shared;
using HotPath.Core;
using HotPath.Core.Index;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.Span;

/// <summary>The validated settings of one <c>span</c> processor.</summary>
/// <param name="Id">Its id.</param>
internal sealed record SpanPlan(ComponentId Id) : InlinePlan(Id)
{
    /// <summary>Which spans it is done to; null = all.</summary>
    public ItemMatch? Include { get; init; }

    /// <summary>Which of those it is not done to; null = none.</summary>
    public ItemMatch? Exclude { get; init; }

    /// <summary>What <c>include</c> and <c>exclude</c> name, to be held against a pipeline's signal.</summary>
    public IReadOnlyList<string> Included { get; init; } = [];

    /// <inheritdoc cref="Included"/>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>Attributes that the name is made of; empty = the name stays.</summary>
    public AttributeKey[] From { get; init; } = [];

    /// <summary>What stands between them.</summary>
    public string Separator { get; init; } = "";

    /// <summary>What is taken out of the name.</summary>
    public SpanRule[] Rules { get; init; } = [];

    /// <summary>The first rule that matches is the last one.</summary>
    public bool BreakAfterMatch { get; init; }

    /// <summary>The name stays as it is.</summary>
    public bool KeepOriginalName { get; init; }

    /// <summary>The status as a <c>Status</c> message; null = it stays.</summary>
    public byte[]? Status { get; init; }

    /// <inheritdoc/>
    public override string? Refuses(Signal signal)
    {
        if (signal != Signal.Traces)
        {
            return "it works on spans; name it in pipelines of traces only";
        }

        return (Include is null ? null : ItemMatchReader.Refuses("include", Included, signal))
            ?? (Exclude is null ? null : ItemMatchReader.Refuses("exclude", Excluded, signal));
    }

    /// <inheritdoc/>
    public override IInlineProcessor CreateProcessor(InlineContext context) => new SpanProcessor(this);
}
