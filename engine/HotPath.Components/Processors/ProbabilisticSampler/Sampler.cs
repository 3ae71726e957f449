namespace HotPath.Components.Processors.ProbabilisticSampler;

/// <summary>
/// The decision itself, alike for spans and log records (collector-contrib, processor/probabilisticsamplerprocessor). Immutable,
/// thread-safe.
/// </summary>
internal sealed class Sampler
{
    private readonly double _ratio;
    private readonly int _precision;
    private readonly bool _failClosed;

    public Sampler(ProbabilisticSamplerPlan plan)
    {
        float percentage = Math.Min(100, plan.Percentage);
        Mode = percentage == 0 ? SamplerMode.Never : plan.Mode;
        _ratio = Math.Max(SamplingMath.LeastProbability, (double)percentage / 100);
        _precision = plan.Precision;
        _failClosed = plan.FailClosed;
        HashBasis = SamplingMath.HashBasis(plan.HashSeed);
        if (Mode == SamplerMode.HashSeed)
        {
            Threshold = SamplingMath.HashThreshold(percentage);
            Mode = Threshold == SamplingMath.Never ? SamplerMode.Never : Mode;
        }
        else if (Mode != SamplerMode.Never)
        {
            SamplingMath.TryThreshold(_ratio, _precision, out ulong threshold);
            Threshold = threshold;
        }

        Threshold = Mode == SamplerMode.Never ? SamplingMath.Never : Threshold;
    }

    /// <summary>The mode at work.</summary>
    public SamplerMode Mode { get; }

    /// <summary>The threshold for items that arrive without one.</summary>
    public ulong Threshold { get; }

    /// <summary>The policies that decisions in this mode can stand on, besides an attribute's hash.</summary>
    public IEnumerable<SamplingPolicy> Policies => Mode switch
    {
        SamplerMode.Never => [SamplingPolicy.SamplingPriority],
        SamplerMode.HashSeed => [SamplingPolicy.TraceIdHash, SamplingPolicy.SamplingPriority, SamplingPolicy.MissingRandomness],
        _ =>
        [
            SamplingPolicy.TraceIdW3c, SamplingPolicy.SamplingRandomness, SamplingPolicy.SamplingPriority, SamplingPolicy.MissingRandomness,
        ],
    };

    /// <summary>Where hashes begin.</summary>
    public uint HashBasis { get; }

    /// <summary>
    /// True if an item that has randomness by its trace id, and says nothing of itself, goes: what <see cref="Decide"/> would find, at
    /// once.
    /// </summary>
    public bool Drops(ulong randomness) => randomness < Threshold && Mode != SamplerMode.Never;

    /// <summary>Randomness by hash.</summary>
    public ulong Hash(ReadOnlySpan<byte> bytes) => SamplingMath.HashRandomness(HashBasis, bytes);

    /// <summary>
    /// Decides about an item; its priority may still override that.
    /// </summary>
    /// <param name="arriving">What it says of itself.</param>
    /// <param name="source">What its randomness comes from, should it have none of its own; missing if there is nothing.</param>
    /// <param name="randomness">That randomness.</param>
    /// <param name="writesMissing">True if missing randomness is written as the highest (spans under <c>hash_seed</c>).</param>
    public SamplingDecision Decide(in ArrivingSampling arriving, SamplingPolicy source, ulong randomness, bool writesMissing)
    {
        SamplingDecision decision = default;
        decision.Policy = source;
        decision.Randomness = source == SamplingPolicy.MissingRandomness ? SamplingMath.Highest : randomness;
        bool isFault = arriving.IsBroken;
        decision.Writes = !isFault;
        if (Mode == SamplerMode.Never)
        {
            decision.Policy = SamplingPolicy.SamplingPriority;
            decision.Randomness = SamplingMath.Highest;
            decision.Writes = true;
        }
        else if (Mode == SamplerMode.HashSeed)
        {
            // Who samples consistently elsewhere must not mix in the hash.
            isFault |= arriving.HasRandomness || arriving.HasThreshold;
            decision.Writes = !isFault;
            decision.WritesRandomness = !isFault && (writesMissing || source != SamplingPolicy.MissingRandomness);
        }
        else if (arriving.IsBroken)
        {
            decision.Policy = SamplingPolicy.MissingRandomness;
            decision.Randomness = SamplingMath.Highest;
        }
        else if (arriving.HasRandomness)
        {
            decision.Policy = SamplingPolicy.SamplingRandomness;
            decision.Randomness = arriving.Randomness;
        }

        if (!isFault)
        {
            decision.ClearsThreshold =
                decision.Policy != SamplingPolicy.MissingRandomness && arriving.HasThreshold && arriving.Threshold > decision.Randomness;
            isFault = decision.Policy == SamplingPolicy.MissingRandomness || decision.ClearsThreshold;
        }

        decision.Threshold = !isFault ? ThresholdFor(arriving) : _failClosed ? SamplingMath.Never : SamplingMath.Always;
        return decision;
    }

    private ulong ThresholdFor(in ArrivingSampling arriving)
    {
        if (!arriving.HasThreshold || Mode == SamplerMode.Never)
        {
            return Threshold;
        }

        if (Mode == SamplerMode.Equalizing)
        {
            return Math.Max(Threshold, arriving.Threshold);
        }

        return SamplingMath.TryThreshold(SamplingMath.Probability(arriving.Threshold) * _ratio, _precision, out ulong threshold)
            ? threshold
            : SamplingMath.Never;
    }
}
