using Google.Protobuf;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Trace;
using HotPath.Testing.Rig;

namespace HotPath.Components.Tests.Processors.ProbabilisticSampler;

/// <summary>The sampler finds its attribute whatever the index holds for others.</summary>
public sealed class SamplerBehindOthersTests
{
    [Theory]
    [InlineData("probabilistic_sampler")]
    [InlineData("attributes, probabilistic_sampler")]
    [InlineData("probabilistic_sampler, attributes")]
    [InlineData("filter, probabilistic_sampler")]
    public async Task Priority_NextToProcessorsThatNameOtherKeys_IsHeard(string processors)
    {
        await using PathRig rig = PathRig.Create(
            $$"""
            receivers: {test: {} }
            processors:
              attributes: {actions: [{key: other, action: delete}] }
              filter: {traces: {span: ['attributes["other"] == "nothing"'] } }
              probabilistic_sampler: {sampling_percentage: 0}
            exporters: {test: {} }
            service: {pipelines: {traces: {receivers: [test], processors: [{{processors}}], exporters: [test]} } }
            """);

        (await rig.DeliverAsync(Request(("a", 1), ("b", 0)), Signal.Traces)).ShouldBe(Outcome.Ok);
        await rig.DrainAsync();

        rig.Path.Ledger.Pipelines[0].Out.ShouldBe(1);
    }

    private static byte[] Request(params (string Name, long Priority)[] spans)
    {
        var scope = new ScopeSpans();
        foreach ((string name, long priority) in spans)
        {
            scope.Spans.Add(new HotPath.Testing.Otlp.Trace.Span
            {
                TraceId = ByteString.CopyFrom(new byte[15].Append((byte)1).ToArray()),
                SpanId = ByteString.CopyFrom(new byte[7].Append((byte)1).ToArray()),
                Name = name,
                Attributes =
                {
                    new KeyValue { Key = "other", Value = new AnyValue { StringValue = "x" } },
                    new KeyValue { Key = "sampling.priority", Value = new AnyValue { IntValue = priority } },
                },
            });
        }

        return new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { ScopeSpans = { scope } } } }.ToByteArray();
    }
}
