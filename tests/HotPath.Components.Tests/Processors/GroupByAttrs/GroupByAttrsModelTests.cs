using System.Collections;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using HotPath.Components.Processors.GroupByAttrs;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Metrics;
using HotPath.Testing.Otlp.Resource;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;
using Outcome = HotPath.Engine.Pipeline.Outcome;

namespace HotPath.Components.Tests.Processors.GroupByAttrs;

/// <summary>Random requests whose resources, scopes and metrics meet again, against the same done to objects.</summary>
public sealed class GroupByAttrsModelTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(60);

    public static TheoryData<Signal, string[]> Cases
    {
        get
        {
            var cases = new TheoryData<Signal, string[]>();
            foreach (Signal signal in SampleRequests.Signals)
            {
                cases.Add(signal, []);
                cases.Add(signal, ["a"]);
                cases.Add(signal, ["b", "ключ", "a"]);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Regroup_RandomRequests_GivesWhatTheObjectsGive(Signal signal, string[] keys)
    {
        IInlineProcessor processor = Make(signal, keys);
        Prop.ForAll(OtlpArbitrary.Of(signal, Meet), request =>
        {
            byte[] bytes = request.PlainBytes();
            if (OtlpOracle.Count(request.Message).Items > 0)
            {
                OtlpOracle.TryParse(signal, InlineRun.Of(signal, bytes, processor))
                    .ShouldBe(new GroupByAttrsModel(keys).Group(signal, OtlpOracle.TryParse(signal, bytes)!));
            }
        }).Check(Thorough);
    }

    /// <summary>Equal things may be written differently, and are then not known as equal: but every item has what it must have.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Regroup_OddlyWrittenRequests_LosesNothing(Signal signal, string[] keys)
    {
        IInlineProcessor processor = Make(signal, keys);
        Prop.ForAll(OtlpArbitrary.Of(signal, Meet), request =>
        {
            byte[] bytes = request.OddBytes();
            if (OtlpOracle.Count(OtlpOracle.TryParse(signal, bytes)!).Items > 0)
            {
                IMessage after = OtlpOracle.TryParse(signal, InlineRun.Of(signal, bytes, processor)).ShouldNotBeNull();
                new GroupByAttrsModel().Alone(signal, after).Order(StringComparer.Ordinal)
                    .ShouldBe(new GroupByAttrsModel(keys).Alone(signal, OtlpOracle.TryParse(signal, bytes)!).Order(StringComparer.Ordinal));
            }
        }).Check(Thorough);
    }

    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public async Task Path_BehindABatch_GroupsTheWholeBatch(Signal signal)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            IMessage[] requests = [.. Enumerable.Range(0, 6).Select(_ => RandomMessages.Request(signal, random, 4))];
            foreach (IMessage request in requests)
            {
                Meet(request, random);
            }

            requests = [.. requests.Where(request => OtlpOracle.Count(request).Items > 0)];
            PathRig rig = PathRig.Create(
                $$"""
                receivers: {test: {} }
                processors: {batch: {send_batch_size: 100000, timeout: 100ms}, groupbyattrs: {keys: [a, b]} }
                exporters: {test: {} }
                service: {pipelines: { {{signal.ToString().ToLowerInvariant()}}:
                  {receivers: [test], processors: [batch, groupbyattrs], exporters: [test]} } }
                """);
            await using (rig)
            {
                IMessage all = OtlpOracle.NewRequest(signal);
                foreach (IMessage request in requests)
                {
                    (await rig.DeliverAsync(request.ToByteArray(), signal)).ShouldBe(Outcome.Ok);
                    all.MergeFrom(request.ToByteArray());
                }

                await rig.DrainAsync();
                OtlpOracle.TryParse(signal, rig.Exporter("test").Received.ShouldHaveSingleItem())
                    .ShouldBe(new GroupByAttrsModel("a", "b").Group(signal, all), $"seed {seed}");
            }
        }
    }

    private static IInlineProcessor Make(Signal signal, string[] keys) =>
        InlineRun.Make(new GroupByAttrsFactory(), $"keys: [{string.Join(", ", keys)}]", signal);

    /// <summary>Seasons, and makes most blocks and metrics one of a few.</summary>
    private static void Meet(IMessage request, Random random)
    {
        Seasoning.Apply(request, random);
        foreach (IMessage block in Of(request, 1))
        {
            if (random.Next(3) > 0)
            {
                Become(block, "resource", new Resource { Attributes = { Shuffled(random) } }, random);
            }

            foreach (IMessage scope in Of(block, 2))
            {
                if (random.Next(3) > 0)
                {
                    Become(scope, "scope", new InstrumentationScope { Name = random.Next(2) == 0 ? "x" : "y" }, random);
                }

                foreach (Metric metric in Of(scope, 2).OfType<Metric>().Where(_ => random.Next(3) > 0))
                {
                    (metric.Name, metric.Description, metric.Unit) = (random.Next(2) == 0 ? "m" : "n", "", "s");
                    metric.Metadata.Clear();
                }
            }
        }
    }

    private static IEnumerable<KeyValue> Shuffled(Random random)
    {
        KeyValue[] attributes =
        [
            new() { Key = "service.name", Value = new AnyValue { StringValue = random.Next(2) == 0 ? "shop" : "cart" } },
            new() { Key = "a", Value = new AnyValue { IntValue = 7 } },
            new() { Key = "zone", Value = new AnyValue() },
        ];
        return attributes.OrderBy(_ => random.Next());
    }

    private static void Become(IMessage block, string field, IMessage shell, Random random)
    {
        block.Descriptor.FindFieldByName(field).Accessor.SetValue(block, shell);
        block.Descriptor.FindFieldByName("schema_url").Accessor.SetValue(block, random.Next(4) == 0 ? "https://schema" : "");
    }

    private static IList Of(IMessage message, int number) => (IList)message.Descriptor.FindFieldByNumber(number).Accessor.GetValue(message);
}
