using System.Collections;
using Google.Protobuf;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Logs;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;
using OtlpSpan = HotPath.Testing.Otlp.Trace.Span;

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
    public Task Path_RandomSpans_ComeOutAsTheModelSays(string mode) =>
        CheckAsync<OtlpSpan>(mode, Signal.Traces, "traces", Dress, static (model, span) => model.Keeps(span));

    [Theory]
    [InlineData("hash_seed")]
    [InlineData("proportional")]
    [InlineData("equalizing")]
    public Task Path_RandomLogRecords_ComeOutAsTheModelSays(string mode) =>
        CheckAsync<LogRecord>(mode, Signal.Logs, "logs", Dress, static (model, record) => model.Keeps(record));

    private static void Dress(OtlpSpan span, Random random)
    {
        span.TraceState = States[random.Next(States.Length)];
        span.TraceId = Id(random);
        if (random.Next(3) == 0)
        {
            span.Attributes.Insert(random.Next(span.Attributes.Count + 1), Attribute("sampling.priority", random));
        }
    }

    private static void Dress(LogRecord record, Random random)
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

    private static async Task CheckAsync<T>(
        string mode, Signal signal, string pipeline, Action<T, Random> dress, Func<SamplerModel, T, bool> keeps)
        where T : IMessage
    {
        for (int seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            IMessage request = RandomMessages.Request(signal, random, 4);
            foreach (IMessage scope in Items.Of(request, 1).Cast<IMessage>().SelectMany(block => Items.Of(block, 2).Cast<IMessage>()))
            {
                Items.Of(scope, 2).Cast<T>().ToList().ForEach(item => dress(item, random));
            }

            int before = OtlpOracle.Count(request).Items;
            if (before > 0)
            {
                byte[] bytes = random.Next(2) == 0 ? request.ToByteArray() : new OddEncoder(random).Encode(request);
                request = request.Descriptor.Parser.ParseFrom(bytes);
                SamplerModel model = Model(mode, random);
                Keep<T>(request, item => keeps(model, item));
                await CheckAsync(pipeline, signal, model, bytes, request, before, $"seed {seed}, {model}");
            }
        }
    }

    /// <summary>Removes items, and then the blocks that are left empty.</summary>
    private static void Keep<T>(IMessage request, Func<T, bool> keeps)
    {
        foreach (IMessage resource in Items.Of(request, 1))
        {
            foreach (IMessage scope in Items.Of(resource, 2))
            {
                RemoveAll<T>(Items.Of(scope, 2), item => !keeps(item));
            }

            RemoveAll<IMessage>(Items.Of(resource, 2), scope => Items.Of(scope, 2).Count == 0);
        }

        RemoveAll<IMessage>(Items.Of(request, 1), resource => Items.Of(resource, 2).Count == 0);
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

    private static void RemoveAll<T>(IList items, Func<T, bool> condition)
    {
        for (int i = items.Count - 1; i >= 0; i--)
        {
            if (condition((T)items[i]!))
            {
                items.RemoveAt(i);
            }
        }
    }
}
