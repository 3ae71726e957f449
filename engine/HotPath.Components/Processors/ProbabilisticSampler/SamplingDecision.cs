namespace HotPath.Components.Processors.ProbabilisticSampler;

/// <summary>What was decided about an item, and what it is to say of that if it is kept.</summary>
internal struct SamplingDecision
{
    /// <summary>What it stands on.</summary>
    public SamplingPolicy Policy;

    /// <summary>The item's randomness.</summary>
    public ulong Randomness;

    /// <summary>The threshold that the randomness is held against.</summary>
    public ulong Threshold;

    /// <summary>The item may be told; else it stays as it came.</summary>
    public bool Writes;

    /// <summary>It also gets the randomness.</summary>
    public bool WritesRandomness;

    /// <summary>The threshold that it arrived with contradicts its randomness and goes.</summary>
    public bool ClearsThreshold;

    /// <summary>True if it is kept.</summary>
    public readonly bool IsSampled => Threshold <= Randomness;

    /// <summary>Lets a priority decide.</summary>
    public void Override(ulong threshold)
    {
        Policy = SamplingPolicy.SamplingPriority;
        Threshold = threshold;
    }

    /// <summary>A kept item's probability never rises: where it arrived with a higher threshold, that one stays.</summary>
    public readonly bool KeepsThreshold(in ArrivingSampling arriving) =>
        arriving.HasThreshold && !ClearsThreshold && Threshold < arriving.Threshold;
}
