using HotPath.Core;
using HotPath.Core.Index;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.ProbabilisticSampler;

/// <summary>The validated settings of one <c>probabilistic_sampler</c>.</summary>
/// <param name="Id">Its id.</param>
internal sealed record ProbabilisticSamplerPlan(ComponentId Id) : InlinePlan(Id)
{
    /// <summary><c>mode</c>.</summary>
    public SamplerMode Mode { get; init; }

    /// <summary><c>sampling_percentage</c>: from 100 on, all.</summary>
    public float Percentage { get; init; }

    /// <summary><c>hash_seed</c>.</summary>
    public uint HashSeed { get; init; }

    /// <summary><c>fail_closed</c>: what can't be decided is dropped.</summary>
    public bool FailClosed { get; init; } = true;

    /// <summary><c>sampling_precision</c>, in hex digits.</summary>
    public int Precision { get; init; } = ProbabilisticSamplerFactory.DefaultPrecision;

    /// <summary>Logs: true if the trace id is hashed, where there is one (<c>attribute_source: traceID</c>).</summary>
    public bool UsesTraceId { get; init; } = true;

    /// <summary>Logs: <c>from_attribute</c>, hashed where there is no trace id or it is not used; null = none.</summary>
    public AttributeKey? From { get; init; }

    /// <summary>Logs: <c>sampling_priority</c>, an attribute whose number is the record's own percentage; null = none.</summary>
    public AttributeKey? Priority { get; init; }

    /// <inheritdoc/>
    public override string? Refuses(Signal signal) =>
        signal is Signal.Traces or Signal.Logs
            ? null
            : "probabilistic_sampler samples spans and log records only; remove it from this pipeline";

    /// <inheritdoc/>
    public override IInlineProcessor CreateProcessor(InlineContext context) =>
        context.Signal == Signal.Logs ? new LogSampler(this) : new SpanSampler(this);
}
