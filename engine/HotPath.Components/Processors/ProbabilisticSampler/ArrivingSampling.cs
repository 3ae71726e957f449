namespace HotPath.Components.Processors.ProbabilisticSampler;

/// <summary>What an item says of how it was sampled before: a span in its trace state, a log record in two attributes.</summary>
internal struct ArrivingSampling
{
    /// <summary>It can't be read.</summary>
    public bool IsBroken;

    /// <summary>It has randomness of its own.</summary>
    public bool HasRandomness;

    /// <summary>It has a threshold.</summary>
    public bool HasThreshold;

    /// <summary>Its randomness.</summary>
    public ulong Randomness;

    /// <summary>Its threshold.</summary>
    public ulong Threshold;
}
