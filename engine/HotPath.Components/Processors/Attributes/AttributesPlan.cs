using HotPath.Components.Processors.Shared;
using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.Attributes;

/// <summary>The validated settings of one <c>attributes</c> processor.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Actions">What is done, in order.</param>
/// <param name="Include">Which items it is done to; null = all.</param>
/// <param name="Exclude">Which of those it is not done to; null = none.</param>
internal sealed record AttributesPlan(ComponentId Id, IReadOnlyList<AttributeAction> Actions, ItemMatch? Include, ItemMatch? Exclude)
    : InlinePlan(Id)
{
    /// <summary>What <c>include</c> and <c>exclude</c> name, to be held against a pipeline's signal.</summary>
    public IReadOnlyList<string> Included { get; init; } = [];

    /// <inheritdoc cref="Included"/>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <inheritdoc/>
    public override string? Refuses(Signal signal) =>
        (Include is null ? null : ItemMatchReader.Refuses("include", Included, signal))
        ?? (Exclude is null ? null : ItemMatchReader.Refuses("exclude", Excluded, signal));

    /// <inheritdoc/>
    public override MetadataKeys ReadsMetadata { get; } =
        MetadataKeys.Of(Actions.Select(action => action.Context?.MetadataKey).OfType<string>());

    /// <inheritdoc/>
    public override IInlineProcessor CreateProcessor(InlineContext context) => new AttributesProcessor(this);
}
