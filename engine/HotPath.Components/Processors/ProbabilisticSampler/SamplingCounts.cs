using System.Runtime.CompilerServices;
using HotPath.Core;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Processors.ProbabilisticSampler;

/// <summary>
/// How many items were kept and dropped, by policy. A request is counted by itself (<see cref="Tally"/>) and added once. Thread-safe.
/// </summary>
internal sealed class SamplingCounts
{
    private const int Policies = (int)SamplingPolicy.Attribute + 1;
    private const string Scope = "github.com/open-telemetry/opentelemetry-collector-contrib/processor/probabilisticsamplerprocessor";

    private readonly long[] _counts = new long[2 * Policies];

    /// <summary>Makes the counts of one pipeline's sampler; every line is there from the start.</summary>
    /// <param name="signal">What it samples, which names the metric.</param>
    /// <param name="policies">The policies that its decisions can stand on.</param>
    /// <param name="attribute">The name of <see cref="SamplingPolicy.Attribute"/>.</param>
    public SamplingCounts(Signal signal, IEnumerable<SamplingPolicy> policies, string attribute)
    {
        string word = signal == Signal.Logs ? "logs" : "traces";
        Counters =
        [
            .. from policy in policies
               from sampled in (bool[])[false, true]
               select new InlineCounter(
                   $"otelcol_processor_probabilistic_sampler_count_{word}_sampled",
                   Scope,
                   $"Count of {word} that were sampled or not",
                   [("policy", policy == SamplingPolicy.Attribute ? attribute : NameOf(policy)), ("sampled", sampled ? "true" : "false")],
                   () => Volatile.Read(ref _counts[Tally.PlaceOf(policy, sampled)])),
        ];
    }

    /// <summary>The lines.</summary>
    public IReadOnlyList<InlineCounter> Counters { get; }

    /// <summary>Adds one request's.</summary>
    public void Add(in Tally tally)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            if (tally[i] > 0)
            {
                Interlocked.Add(ref _counts[i], tally[i]);
            }
        }
    }

    private static string NameOf(SamplingPolicy policy) => policy switch
    {
        SamplingPolicy.TraceIdHash => "trace_id_hash",
        SamplingPolicy.TraceIdW3c => "trace_id_w3c",
        SamplingPolicy.SamplingRandomness => "sampling_randomness",
        SamplingPolicy.SamplingPriority => "sampling_priority",
        _ => "missing_randomness",
    };

    /// <summary>One request's counts: for each policy, dropped and kept.</summary>
    [InlineArray(2 * Policies)]
    public struct Tally
    {
        private int _first;

        /// <summary>Where a count stands.</summary>
        public static int PlaceOf(SamplingPolicy policy, bool isSampled) => (2 * (int)policy) + (isSampled ? 1 : 0);
    }
}
