using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.ResourceDetection;

/// <summary>The validated settings of one <c>resourcedetection</c> processor.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Detectors">Who is asked, in order.</param>
/// <param name="Override">What was found replaces what a resource says of itself.</param>
/// <param name="Timeout">How long they have, from start.</param>
internal sealed record ResourceDetectionPlan(ComponentId Id, IReadOnlyList<IDetector> Detectors, bool Override, TimeSpan Timeout)
    : InlinePlan(Id)
{
    private readonly Lock _lock = new();
    private Task<Detected[]>? _detection;

    /// <summary>The attributes that are added, if found; empty = all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <inheritdoc/>
    public override IInlineProcessor CreateProcessor(InlineContext context)
    {
        // Begun once, at start; several pipelines share what is found.
        lock (_lock)
        {
            _detection ??= Detection.RunAsync(Detectors, Only, Timeout, context.Time, context.Log);
        }

        return new ResourceDetectionProcessor(_detection, Override);
    }
}
