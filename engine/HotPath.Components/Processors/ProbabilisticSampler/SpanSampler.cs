using HotPath.Core;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Processors.ProbabilisticSampler;

/// <summary>
/// Samples spans, sixteen at a time: one pass over the fields of each tells its trace id, its trace state and whether it may have a
/// <c>sampling.priority</c>, which only then is looked for.
/// </summary>
internal sealed class SpanSampler : IInlineProcessor
{
    private readonly Sampler _sampler;
    private readonly SamplingCounts _counts;
    private readonly bool _hashesIds;
    private readonly SamplingPolicy _source;

    public SpanSampler(ProbabilisticSamplerPlan plan)
    {
        _sampler = new Sampler(plan);
        _hashesIds = _sampler.Mode == SamplerMode.HashSeed;
        _source = _hashesIds ? SamplingPolicy.TraceIdHash : SamplingPolicy.TraceIdW3c;
        _counts = new SamplingCounts(Signal.Traces, _sampler.Policies, "");
    }

    /// <inheritdoc/>
    public IndexDepth Depth => IndexDepth.Items;

    /// <summary>Found in the bytes, unless other processors have rows made of attributes: then it has one, too.</summary>
    public IReadOnlyList<AttributeKey>? ItemKeys => [SpanPriority.Key];

    /// <inheritdoc/>
    public string DropReason => Engine.Pipeline.DropReason.Sampled;

    /// <inheritdoc/>
    public IReadOnlyList<InlineCounter> Counters => _counts.Counters;

    /// <inheritdoc/>
    public ProcessResult Process(Overlay request)
    {
        SamplingCounts.Tally tally = default;
        SpanGlances spans = default;
        Span<uint> hashes = stackalloc uint[SpanGlances.Most];
        Span<byte> written = stackalloc byte[TraceState.LongestWritten];
        int count = request.Index.Items.Length;
        for (int next = 0; next < count;)
        {
            next = request.Glance(next, SpanPriority.Search, ref spans);
            if (_hashesIds)
            {
                spans.HashTraceIds(_sampler.HashBasis, hashes);
            }

            Sample(request, spans, hashes, written, ref tally);
        }

        request.DropEmpty(metrics: false);
        _counts.Add(tally);
        return ProcessResult.Done;
    }

    /// <summary>Decides about some spans; those that go and lie next to each other go together.</summary>
    private void Sample(
        Overlay request, in SpanGlances spans, ReadOnlySpan<uint> hashes, Span<byte> written, ref SamplingCounts.Tally tally)
    {
        int firstDropped = 0;
        int dropped = 0;
        int droppedAtOnce = 0;
        for (int lane = 0; lane < spans.Count; lane++)
        {
            SamplingPolicy source = Source(spans, lane, hashes, out ulong randomness);
            if (spans.HasIdOnly(lane) && _sampler.Drops(randomness))
            {
                droppedAtOnce++;
            }
            else if (IsKept(request, spans, lane, source, randomness, written, ref tally))
            {
                continue;
            }

            int item = spans.Item(lane);
            if (item != firstDropped + dropped)
            {
                request.DropItems(firstDropped, dropped);
                firstDropped = item;
                dropped = 0;
            }

            dropped++;
        }

        request.DropItems(firstDropped, dropped);
        tally[SamplingCounts.Tally.PlaceOf(_source, isSampled: false)] += droppedAtOnce;
    }

    private bool IsKept(
        Overlay request,
        in SpanGlances spans,
        int lane,
        SamplingPolicy source,
        ulong randomness,
        Span<byte> written,
        ref SamplingCounts.Tally tally)
    {
        WireField text = spans.TraceState(lane);
        Owner span = Owner.Item(spans.Item(lane));
        TraceState state = text.Bytes.IsEmpty ? default : TraceState.Read(text.Bytes);
        SamplingDecision decision = _sampler.Decide(state.Sampling, source, randomness, writesMissing: true);
        if (spans.MayHave(lane)
            && request.TryFindAttribute(span, SpanPriority.Key, out WireValue priority)
            && SpanPriority.TryThreshold(priority, out ulong threshold))
        {
            decision.Override(threshold);
        }

        tally[SamplingCounts.Tally.PlaceOf(decision.Policy, decision.IsSampled)]++;
        if (decision.IsSampled && decision.Writes)
        {
            ReadOnlySpan<byte> now = written[..state.Write(written, decision)];
            if (!spans.HasTraceState(lane) && !now.IsEmpty)
            {
                request.AddField(span, OtlpTag.SpanTraceState, now);
            }
            else if (!now.SequenceEqual(text.Bytes))
            {
                request.SetField(span, OtlpTag.SpanTraceState, now);
            }
        }

        return decision.IsSampled;
    }

    /// <summary>A trace id of nothing but zeroes is none.</summary>
    private SamplingPolicy Source(in SpanGlances spans, int lane, ReadOnlySpan<uint> hashes, out ulong randomness)
    {
        randomness = 0;
        if (!spans.HasTraceId(lane))
        {
            return SamplingPolicy.MissingRandomness;
        }

        randomness = _hashesIds ? SamplingMath.HashRandomness(hashes[lane]) : spans.TraceIdLow(lane) & SamplingMath.Highest;
        return _source;
    }
}
