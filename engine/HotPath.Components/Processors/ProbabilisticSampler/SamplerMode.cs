namespace HotPath.Components.Processors.ProbabilisticSampler;

/// <summary><c>mode</c>, and what becomes of it at nought per cent.</summary>
internal enum SamplerMode
{
    /// <summary>A hash of the trace id (or, for logs, of an attribute) is the randomness.</summary>
    HashSeed,

    /// <summary>The probability that an item arrives with is multiplied by the configured one.</summary>
    Proportional,

    /// <summary>The probability that an item arrives with is lowered to the configured one.</summary>
    Equalizing,

    /// <summary>Nothing is kept but what its priority asks for.</summary>
    Never,
}
