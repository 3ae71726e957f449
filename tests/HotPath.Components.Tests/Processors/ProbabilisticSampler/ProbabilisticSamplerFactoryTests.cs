using HotPath.Components.Processors.ProbabilisticSampler;
using HotPath.Core;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;
using HotPath.Testing.Rig;

namespace HotPath.Components.Tests.Processors.ProbabilisticSampler;

public sealed class ProbabilisticSamplerFactoryTests
{
    [Theory]
    [InlineData("sampling_percentage: -1", "sampling_percentage")]
    [InlineData("sampling_percentage: 1e-20", "too small")]
    [InlineData("sampling_precision: 0", "sampling_precision")]
    [InlineData("sampling_precision: 15", "sampling_precision")]
    [InlineData("mode: random", "mode")]
    [InlineData("attribute_source: span", "attribute_source")]
    [InlineData("hash_seed: 4294967296", "hash_seed")]
    [InlineData("colour: red", "unknown key")]
    public void Read_Mistakes_AreNamed(string yaml, string expected)
    {
        var errors = new ConfigErrors();
        Read(yaml, errors);
        errors.Errors.ShouldContain(error => error.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Refuses_Metrics_SaysSo() => ((InlinePlan)Read("{}", new ConfigErrors())).Refuses(Signal.Metrics).ShouldNotBeNull();

    /// <summary>Every line is there before anything is sampled, so that rates work from the first item on.</summary>
    [Fact]
    public async Task Metrics_BeforeTheFirstSpan_HaveALineForEachPolicy()
    {
        await using PathRig rig = PathRig.Traces("probabilistic_sampler: {}", "probabilistic_sampler", "test: {}", "test");
        var into = new System.Buffers.ArrayBufferWriter<byte>();
        rig.Path.Metrics.Write(into, new(), [], "1");
        string text = System.Text.Encoding.UTF8.GetString(into.WrittenSpan);
        text.ShouldContain("otelcol_processor_probabilistic_sampler_count_traces_sampled");
        text.ShouldContain("policy=\"sampling_priority\"");
        text.ShouldContain("sampled=\"false\"");
    }

    private static ProcessorPlan Read(string yaml, ConfigErrors errors) => new ProbabilisticSamplerFactory().Read(
        new ComponentId("probabilistic_sampler", ""), new ConfigMap(ConfigComposer.FromText(yaml, "test.yaml", errors), errors));
}
