namespace HotPath.Components.Processors.ProbabilisticSampler;

/// <summary>What a decision stands on: the label <c>policy</c> of the counters.</summary>
internal enum SamplingPolicy
{
    /// <summary><c>trace_id_hash</c>.</summary>
    TraceIdHash,

    /// <summary><c>trace_id_w3c</c>: the trace id's own 56 random bits.</summary>
    TraceIdW3c,

    /// <summary><c>sampling_randomness</c>: what the item says of itself.</summary>
    SamplingRandomness,

    /// <summary><c>sampling_priority</c>.</summary>
    SamplingPriority,

    /// <summary><c>missing_randomness</c>.</summary>
    MissingRandomness,

    /// <summary>The name of the attribute that is hashed (logs).</summary>
    Attribute,
}
