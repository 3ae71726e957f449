using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.ResourceDetection;

/// <summary>The validated settings of one <c>resourcedetection</c> processor.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Detectors">Who is asked, in order.</param>
/// <param name="Override">What was found replaces what a resource says of itself.</param>
/// <param name="Timeout">How long they are waited for at start.</param>
internal sealed record ResourceDetectionPlan(ComponentId Id, IReadOnlyList<IDetector> Detectors, bool Override, TimeSpan Timeout)
    : InlinePlan(Id)
{
    private readonly Lock _lock = new();
    private Detected[]? _detected;

    /// <summary>The attributes that are added, if found; empty = all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <inheritdoc/>
    public override IInlineProcessor CreateProcessor(InlineContext context)
    {
        // Several pipelines share what was detected once. Made at start, before anything is served, so that waiting here blocks nobody.
        lock (_lock)
        {
            _detected ??= Detection.RunAsync(Detectors, Only, Timeout, context.Time, context.Log).GetAwaiter().GetResult();
        }

        return new ResourceDetectionProcessor(_detected, Override);
    }
}
