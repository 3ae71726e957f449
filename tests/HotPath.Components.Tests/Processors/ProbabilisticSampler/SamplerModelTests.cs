using Google.Protobuf;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Processors.ProbabilisticSampler;

/// <summary>
/// The sampler in a path against the slow model, over random ids, trace states, priorities and settings, oddly encoded now and then.
/// </summary>
public sealed class SamplerModelTests
{
    private static readonly string[] States =
    [
        "", "", "", "ot=th:8", "ot=th:c;rv:c0b21de582bf88", "ot=rv:C0B21DE582BF88;zz:1", "vendor=x", " a=b ,\tot=th:4;aa:, 1t@s=y ",
        "ot=th:zz", "ot=rv:123", "=bad", "ot=", "ot=th:8,ot=th:4", "ot=th:8,ot=rv:1", "ot=;", "OT=th:8", "a=b,,", ",", "ot=th:0",
        "ot=th:123456789abcde", "ot=th:123456789abcdef", "1a=b", "a@1=b", "a@abcdefghijklmno=b,ot=th:1", "ot=th:8;th:4",
        "ot=rv:00000000000000", "ot=rv:ffffffffffffff;th:ffffffffffffff", "a=b=c", "a= b",
        string.Join(',', Enumerable.Range(0, 31).Select(i => $"k{i}=v")), string.Join(',', Enumerable.Range(0, 32).Select(i => $"k{i}=v")),
        "ot=th:f;x:" + new string('y', 240), "ot=x:" + new string('y', 255), "a=" + new string('z', 256), "a=" + new string('z', 257),
    ];

    private static readonly object[] Priorities =
        [0L, 1L, -1L, 50L, 0.0, 2.5, -1.0, 100.0, 101.0, 1e-30, "0", "1", "x", "", "-0", " 1", "1e-3", true];

    [Theory]
    [InlineData("hash_seed")]
    [InlineData("proportional")]
    [InlineData("equalizing")]
    public async Task Path_RandomSpans_ComeOutAsTheModelSays(string mode)
    {
        for (int seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            var request = (ExportTraceServiceRequest)RandomMessages.Request(Signal.Traces, random, 4);
            foreach (var span in request.ResourceSpans.SelectMany(r => r.ScopeSpans).SelectMany(s => s.Spans))
            {
                span.TraceState = States[random.Next(States.Length)];
                span.TraceId = Id(random);
                if (random.Next(3) == 0)
                {
                    span.Attributes.Insert(random.Next(span.Attributes.Count + 1), Attribute("sampling.priority", random));
                }
            }

            if (OtlpOracle.Count(request).Items > 0)
            {
                byte[] bytes = random.Next(2) == 0 ? request.ToByteArray() : new OddEncoder(random).Encode(request);
                request = ExportTraceServiceRequest.Parser.ParseFrom(bytes);
                SamplerModel model = Model(mode, random);
                int before = OtlpOracle.Count(request).Items;
                foreach (var resource in request.ResourceSpans.ToArray())
                {
                    foreach (var scope in resource.ScopeSpans.ToArray())
                    {
                        RemoveAll(scope.Spans, span => !model.Keeps(span));
                    }

                    RemoveAll(resource.ScopeSpans, scope => scope.Spans.Count == 0);
                }

                RemoveAll(request.ResourceSpans, resource => resource.ScopeSpans.Count == 0);
                await CheckAsync("traces", Signal.Traces, model, bytes, request, before, $"seed {seed}, {model}");
            }
        }
    }

    [Theory]
    [InlineData("hash_seed")]
    [InlineData("proportional")]
    [InlineData("equalizing")]
    public async Task Path_RandomLogRecords_ComeOutAsTheModelSays(string mode)
    {
        for (int seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            var request = (ExportLogsServiceRequest)RandomMessages.Request(Signal.Logs, random, 4);
            foreach (var record in request.ResourceLogs.SelectMany(r => r.ScopeLogs).SelectMany(s => s.LogRecords))
            {
                record.TraceId = Id(random);
                string[] keys = ["sampling.threshold", "sampling.randomness", "user", "prio"];
                foreach (string key in keys.Where(_ => random.Next(4) == 0))
                {
                    KeyValue added = Attribute(key, random);
                    added.Value = key == "sampling.threshold" ? new AnyValue { StringValue = random.Next(4096).ToString("x") }
                        : key == "sampling.randomness"
                        ? new AnyValue { StringValue = random.NextInt64(1L << 56).ToString(random.Next(5) == 0 ? "x" : "x14") }
                        : key == "user" && added.Value.HasDoubleValue ? new AnyValue { StringValue = "u" }
                        : added.Value;
                    record.Attributes.Add(added);
                }
            }

            if (OtlpOracle.Count(request).Items > 0)
            {
                byte[] bytes = random.Next(2) == 0 ? request.ToByteArray() : new OddEncoder(random).Encode(request);
                request = ExportLogsServiceRequest.Parser.ParseFrom(bytes);
                SamplerModel model = Model(mode, random);
                int before = OtlpOracle.Count(request).Items;
                foreach (var resource in request.ResourceLogs.ToArray())
                {
                    foreach (var scope in resource.ScopeLogs.ToArray())
                    {
                        RemoveAll(scope.LogRecords, record => !model.Keeps(record));
                    }

                    RemoveAll(resource.ScopeLogs, scope => scope.LogRecords.Count == 0);
                }

                RemoveAll(request.ResourceLogs, resource => resource.ScopeLogs.Count == 0);
                await CheckAsync("logs", Signal.Logs, model, bytes, request, before, $"seed {seed}, {model}");
            }
        }
    }

    private static async Task CheckAsync(
        string pipeline, Signal signal, SamplerModel model, byte[] bytes, IMessage expected, int before, string because)
    {
        string settings = FormattableString.Invariant(
            $"mode: {model.Mode}, sampling_percentage: {model.Percentage}, hash_seed: {model.Seed}, sampling_precision: {model.Precision}");
        await using PathRig rig = PathRig.Create(
            $$"""
            receivers: {test: {} }
            processors:
              probabilistic_sampler:
                { {{settings}}, fail_closed: {{(model.FailClosed ? "true" : "false")}},
                  from_attribute: "{{model.From}}", sampling_priority: "{{model.Priority}}" }
            exporters: {test: {} }
            service: {pipelines: { {{pipeline}}: {receivers: [test], processors: [probabilistic_sampler], exporters: [test]} } }
            """);
        (await rig.DeliverAsync(bytes, signal)).ShouldBe(Outcome.Ok, because);
        await rig.DrainAsync();
        int kept = OtlpOracle.Count(expected).Items;
        PipelineLedger ledger = rig.Path.Ledger.Pipelines[0];
        (ledger.Accepted, ledger.Out, ledger.DroppedByReason[DropReason.Sampled]).ShouldBe((before, kept, before - kept), because);
        if (kept == 0)
        {
            rig.Exporter("test").Received.ShouldBeEmpty(because);
            return;
        }

        byte[] received = rig.Exporter("test").Received.ShouldHaveSingleItem();
        expected.Descriptor.Parser.ParseFrom(received).ShouldBe(expected, because);
    }

    private static SamplerModel Model(string mode, Random random) => new(
        mode,
        random.Next(6) switch
        {
            0 => 0,
            1 => 100,
            2 => 0.003f,
            3 => (float)(random.NextDouble() * 2),
            _ => (float)(random.NextDouble() * 100),
        },
        (uint)random.Next(3),
        random.Next(2) == 0,
        random.Next(1, 15),
        random.Next(2) == 0 ? "user" : "",
        random.Next(2) == 0 ? "prio" : "");

    private static ByteString Id(Random random)
    {
        var id = new byte[random.Next(8) == 0 ? 0 : 16];
        if (random.Next(8) > 0)
        {
            random.NextBytes(id);
        }

        return ByteString.CopyFrom(id);
    }

    private static KeyValue Attribute(string key, Random random) => new()
    {
        Key = key,
        Value = Priorities[random.Next(Priorities.Length)] switch
        {
            long number => new AnyValue { IntValue = number },
            double number => new AnyValue { DoubleValue = number },
            string text => new AnyValue { StringValue = text },
            _ => new AnyValue { BoolValue = true },
        },
    };

    private static void RemoveAll<T>(IList<T> items, Func<T, bool> condition)
    {
        for (int i = items.Count - 1; i >= 0; i--)
        {
            if (condition(items[i]))
            {
                items.RemoveAt(i);
            }
        }
    }
}
