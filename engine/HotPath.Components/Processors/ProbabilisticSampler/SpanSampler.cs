using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Processors.ProbabilisticSampler;

/// <summary>
/// Samples spans. It reads two fields of each; attributes are only looked at where <c>sampling.priority</c> occurs in the request at all,
/// which one search through its bytes tells.
/// </summary>
internal sealed class SpanSampler : IInlineProcessor
{
    private const int TraceIdBytes = 16;

    private readonly Sampler _sampler;
    private readonly SamplingCounts _counts;

    public SpanSampler(ProbabilisticSamplerPlan plan)
    {
        _sampler = new Sampler(plan);
        _counts = new SamplingCounts(Signal.Traces, _sampler.Policies, "");
    }

    /// <inheritdoc/>
    public IndexDepth Depth => IndexDepth.Items;

    /// <summary>Looked for in the bytes, unless other processors have rows made of attributes: then it has one, too.</summary>
    public IReadOnlyList<AttributeKey>? ItemKeys => [SpanPriority.Key];

    /// <inheritdoc/>
    public string DropReason => Engine.Pipeline.DropReason.Sampled;

    /// <inheritdoc/>
    public IReadOnlyList<InlineCounter> Counters => _counts.Counters;

    /// <inheritdoc/>
    public ProcessResult Process(Overlay request)
    {
        SamplingCounts.Tally tally = default;
        Span<byte> written = stackalloc byte[TraceState.LongestWritten];
        bool mayHavePriority = request.MayHaveItemAttribute(SpanPriority.Key);
        int count = request.Index.Items.Length;
        for (int item = 0; item < count; item++)
        {
            if (!request.IsItemDropped(item))
            {
                Sample(request, Owner.Item(item), mayHavePriority, written, ref tally);
            }
        }

        request.DropEmpty(metrics: false);
        _counts.Add(tally);
        return ProcessResult.Done;
    }

    private void Sample(Overlay request, Owner span, bool mayHavePriority, Span<byte> written, ref SamplingCounts.Tally tally)
    {
        request.GetFields(span, OtlpTag.SpanTraceId, out WireField traceId, OtlpTag.SpanTraceState, out WireField text);
        SamplingPolicy source = Source(traceId.Bytes, out ulong randomness);
        TraceState state = text.Bytes.IsEmpty ? default : TraceState.Read(text.Bytes);
        SamplingDecision decision = _sampler.Decide(state.Sampling, source, randomness, writesMissing: true);
        if (mayHavePriority
            && request.TryFindAttribute(span, SpanPriority.Key, out WireValue priority)
            && SpanPriority.TryThreshold(priority, out ulong threshold))
        {
            decision.Override(threshold);
        }

        tally[SamplingCounts.Tally.PlaceOf(decision.Policy, decision.IsSampled)]++;
        if (!decision.IsSampled)
        {
            request.DropItem(span.Row);
        }
        else if (decision.Writes)
        {
            ReadOnlySpan<byte> now = written[..state.Write(written, decision)];
            if (!now.SequenceEqual(text.Bytes))
            {
                request.SetField(span, OtlpTag.SpanTraceState, now);
            }
        }
    }

    /// <summary>A trace id of nothing but zeroes is none.</summary>
    private SamplingPolicy Source(ReadOnlySpan<byte> traceId, out ulong randomness)
    {
        randomness = 0;
        if (traceId.Length != TraceIdBytes || !traceId.ContainsAnyExcept((byte)0))
        {
            return SamplingPolicy.MissingRandomness;
        }

        if (_sampler.Mode == SamplerMode.HashSeed)
        {
            randomness = _sampler.Hash(traceId);
            return SamplingPolicy.TraceIdHash;
        }

        randomness = SamplingMath.TraceIdRandomness(traceId);
        return SamplingPolicy.TraceIdW3c;
    }
}
