using HotPath.Core.Index;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.ProbabilisticSampler;

/// <summary>Reads the keys of a <c>probabilistic_sampler</c> (collector-contrib/processor/probabilisticsamplerprocessor).</summary>
public sealed class ProbabilisticSamplerFactory : IProcessorFactory
{
    /// <summary>The default of <c>sampling_precision</c>, in hex digits.</summary>
    public const int DefaultPrecision = 4;

    /// <inheritdoc/>
    public string Type => "probabilistic_sampler";

    /// <inheritdoc/>
    public ProcessorPlan Read(ComponentId id, ConfigMap map)
    {
        string from = map.Text("from_attribute", "");
        string priority = map.Text("sampling_priority", "");
        var plan = new ProbabilisticSamplerPlan(id)
        {
            Mode = map.OneOf("mode", "hash_seed", "hash_seed", "proportional", "equalizing") switch
            {
                "proportional" => SamplerMode.Proportional,
                "equalizing" => SamplerMode.Equalizing,
                _ => SamplerMode.HashSeed,
            },
            Percentage = (float)map.Number("sampling_percentage", 0, 0, float.MaxValue),
            HashSeed = (uint)map.Integer("hash_seed", 0, 0, uint.MaxValue),
            FailClosed = map.Flag("fail_closed", true),
            Precision = (int)map.Integer("sampling_precision", DefaultPrecision, 1, SamplingMath.HexDigits),
            UsesTraceId = map.OneOf("attribute_source", "traceID", "traceID", "record") == "traceID",
            From = from.Length > 0 ? new AttributeKey(from) : null,
            Priority = priority.Length > 0 ? new AttributeKey(priority) : null,
        };
        if (plan.Percentage > 0 && (double)plan.Percentage / 100 < SamplingMath.LeastProbability)
        {
            map.Error(
                "sampling_percentage",
                $"sampling_percentage ({plan.Percentage}) is too small: the least is 100 / 2^56; write 0 to keep nothing");
        }

        map.Done();
        return plan;
    }
}
