using Google.Protobuf;
using Google.Protobuf.Collections;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Processors.Attributes;

/// <summary>A chain of actions through a whole path, on random requests, against the same done to objects.</summary>
public sealed class AttributesModelTests
{
    [Fact]
    public async Task Path_RandomRequests_ComeOutAsTheObjectsDo()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var request = (ExportTraceServiceRequest)RandomMessages.Request(Signal.Traces, random, 4);
            if (OtlpOracle.Count(request).Items == 0)
            {
                continue;
            }

            byte[] bytes = new OddEncoder(random).Encode(request);
            request = ExportTraceServiceRequest.Parser.ParseFrom(bytes);
            await CheckAsync(bytes, request, seed);
        }
    }

    private static async Task CheckAsync(byte[] bytes, ExportTraceServiceRequest expected, int seed)
    {
        PathRig rig = PathRig.Traces(
            "attributes: {actions: [{key: added, value: 7, action: insert}, {key: copy, from_attribute: added, action: upsert}, "
            + "{pattern: '[aeiou]', action: delete}]}, "
            + "resource: {attributes: [{key: env, value: prod, action: upsert}]}",
            "attributes, resource",
            "test: {}",
            "test");
        await using (rig)
        {
            (await rig.DeliverAsync(bytes)).ShouldBe(Outcome.Ok);
            await rig.DrainAsync();
            foreach (var block in expected.ResourceSpans)
            {
                block.Resource ??= new();
                Upsert(block.Resource.Attributes, "env", new AnyValue { StringValue = "prod" });
                foreach (var span in block.ScopeSpans.SelectMany(scope => scope.Spans))
                {
                    // An action with a pattern only has an empty key, and means that too, as in the Collector: the first one.
                    if (span.Attributes.FirstOrDefault(a => a.Key.Length == 0) is { } nameless)
                    {
                        int first = 0;
                        while (!ReferenceEquals(span.Attributes[first], nameless))
                        {
                            first++;
                        }

                        span.Attributes.RemoveAt(first);
                    }

                    for (int i = span.Attributes.Count - 1; i >= 0; i--)
                    {
                        if (span.Attributes[i].Key.IndexOfAny(['a', 'e', 'i', 'o', 'u']) >= 0)
                        {
                            span.Attributes.RemoveAt(i);
                        }
                    }
                }
            }

            byte[] received = rig.Exporter("test").Received.ShouldHaveSingleItem();
            ExportTraceServiceRequest.Parser.ParseFrom(received).ToByteString().ShouldBe(expected.ToByteString(), $"seed {seed}");
        }
    }

    private static void Upsert(RepeatedField<KeyValue> attributes, string key, AnyValue value)
    {
        KeyValue? first = attributes.FirstOrDefault(a => a.Key == key);
        if (first is null)
        {
            attributes.Add(new KeyValue { Key = key, Value = value });
        }
        else
        {
            first.Value = value;
        }
    }
}
