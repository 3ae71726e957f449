using HotPath.Components.Processors.Shared;
using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Processors.ProbabilisticSampler;

/// <summary>Samples log records, which say how they were sampled in two attributes.</summary>
internal sealed class LogSampler : IInlineProcessor
{
    private const int TraceIdBytes = 16;

    private static readonly AttributeKey ThresholdKey = new("sampling.threshold");
    private static readonly AttributeKey RandomnessKey = new("sampling.randomness");

    private readonly Sampler _sampler;
    private readonly SamplingCounts _counts;
    private readonly AttributeKey? _from;
    private readonly AttributeKey? _priority;
    private readonly bool _hashesTraceId;
    private readonly int _precision;

    public LogSampler(ProbabilisticSamplerPlan plan)
    {
        _sampler = new Sampler(plan);
        _from = _sampler.Mode == SamplerMode.HashSeed ? plan.From : null;
        _priority = plan.Priority;
        _hashesTraceId = plan.UsesTraceId;
        _precision = plan.Precision;
        ItemKeys = [.. ((AttributeKey?[])[ThresholdKey, RandomnessKey, _from, _priority]).OfType<AttributeKey>()];
        IEnumerable<SamplingPolicy> policies = _from is null ? _sampler.Policies : _sampler.Policies.Append(SamplingPolicy.Attribute);
        _counts = new SamplingCounts(Signal.Logs, policies, plan.From?.Name ?? "");
    }

    /// <inheritdoc/>
    public IndexDepth Depth => IndexDepth.ItemAttributes;

    /// <inheritdoc/>
    public IReadOnlyList<AttributeKey>? ItemKeys { get; }

    /// <inheritdoc/>
    public string DropReason => Engine.Pipeline.DropReason.Sampled;

    /// <inheritdoc/>
    public IReadOnlyList<InlineCounter> Counters => _counts.Counters;

    /// <inheritdoc/>
    public ProcessResult Process(Overlay request)
    {
        SamplingCounts.Tally tally = default;
        int count = request.Index.Items.Length;
        for (int item = 0; item < count; item++)
        {
            if (!request.IsItemDropped(item))
            {
                Sample(request, Owner.Item(item), ref tally);
            }
        }

        request.DropEmpty(metrics: false);
        _counts.Add(tally);
        return ProcessResult.Done;
    }

    private void Sample(Overlay request, Owner record, ref SamplingCounts.Tally tally)
    {
        AttributeView view = request.AttributesOf(record);
        ArrivingSampling arriving = Read(view);
        SamplingPolicy source = Source(request, record, view, out ulong randomness);
        SamplingDecision decision = _sampler.Decide(arriving, source, randomness, writesMissing: false);
        if (_priority is not null && TryPriority(view, out ulong threshold))
        {
            decision.Override(threshold);
        }

        tally[SamplingCounts.Tally.PlaceOf(decision.Policy, decision.IsSampled)]++;
        if (!decision.IsSampled)
        {
            request.DropItem(record.Row);
        }
        else if (decision.Writes)
        {
            Write(request, view, arriving, decision);
        }
    }

    private static ArrivingSampling Read(AttributeView view)
    {
        ArrivingSampling arriving = default;
        if (view.TryGet(ThresholdKey, out WireValue threshold) && threshold.Kind == ValueKind.Text && !threshold.Content.IsEmpty)
        {
            arriving.HasThreshold = SamplingMath.TryReadThreshold(threshold.Content, out arriving.Threshold);
            arriving.IsBroken |= !arriving.HasThreshold;
        }

        if (view.TryGet(RandomnessKey, out WireValue randomness) && randomness.Kind == ValueKind.Text && !randomness.Content.IsEmpty)
        {
            arriving.HasRandomness = SamplingMath.TryReadRandomness(randomness.Content, out arriving.Randomness);
            arriving.IsBroken |= !arriving.HasRandomness;
        }

        return arriving;
    }

    private static void Write(Overlay request, AttributeView view, in ArrivingSampling arriving, in SamplingDecision decision)
    {
        Span<byte> digits = stackalloc byte[SamplingMath.HexDigits];
        if (decision.WritesRandomness)
        {
            SamplingMath.WriteRandomness(digits, decision.Randomness);
            view.Upsert(RandomnessKey, request.Text(digits));
        }

        if (decision.ClearsThreshold)
        {
            view.Remove(ThresholdKey);
        }

        if (!decision.KeepsThreshold(arriving))
        {
            view.Upsert(ThresholdKey, request.Text(digits[..SamplingMath.WriteThreshold(digits, decision.Threshold)]));
        }
    }

    private SamplingPolicy Source(Overlay request, Owner record, AttributeView view, out ulong randomness)
    {
        randomness = 0;
        ReadOnlySpan<byte> traceId = request.GetField(record, OtlpTag.LogTraceId).Bytes;
        bool hasTraceId = traceId.Length == TraceIdBytes && traceId.ContainsAnyExcept((byte)0);
        if (_sampler.Mode != SamplerMode.HashSeed)
        {
            randomness = hasTraceId ? SamplingMath.TraceIdRandomness(traceId) : 0;
            return hasTraceId ? SamplingPolicy.TraceIdW3c : SamplingPolicy.MissingRandomness;
        }

        if (hasTraceId && _hashesTraceId)
        {
            randomness = _sampler.Hash(traceId);
            return SamplingPolicy.TraceIdHash;
        }

        if (_from is null || !view.TryGet(_from, out WireValue value))
        {
            return SamplingPolicy.MissingRandomness;
        }

        ReadOnlySpan<byte> hashed = value.Content;
        if (value.Kind != ValueKind.Bytes)
        {
            ValueString.TryRead(value, out hashed);
        }

        randomness = hashed.IsEmpty ? 0 : _sampler.Hash(hashed);
        return hashed.IsEmpty ? SamplingPolicy.MissingRandomness : SamplingPolicy.Attribute;
    }

    /// <summary>A record's own percentage, up or down; nought, and what is no percentage, asks for nothing.</summary>
    private bool TryPriority(AttributeView view, out ulong threshold)
    {
        threshold = SamplingMath.Never;
        if (!view.TryGet(_priority!, out WireValue value) || value.Kind is not (ValueKind.Int or ValueKind.Double))
        {
            return false;
        }

        double percentage = value.Kind == ValueKind.Int ? value.AsInt : value.AsDouble;
        return SamplingMath.TryThreshold(percentage / 100, _precision, out threshold);
    }
}
