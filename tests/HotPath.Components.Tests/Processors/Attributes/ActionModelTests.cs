using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Google.Protobuf.Collections;
using HotPath.Components.Processors.Attributes;
using HotPath.Components.Processors.Resource;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Processors.Attributes;

/// <summary>Random lists of actions on random attributes, against the same done to objects.</summary>
public sealed class ActionModelTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(150);

    [Theory]
    [InlineData(Signal.Traces, false)]
    [InlineData(Signal.Traces, true)]
    [InlineData(Signal.Logs, false)]
    [InlineData(Signal.Metrics, false)]
    public void Attributes_RandomActions_GiveWhatTheObjectsGive(Signal signal, bool isOdd) => Check(
        signal,
        isOdd,
        actions => InlineRun.Make(new AttributesFactory(), $"actions: [{actions}]", signal),
        request => Items.AttributesOf(signal, request));

    [Theory]
    [InlineData(Signal.Traces, false)]
    [InlineData(Signal.Logs, true)]
    [InlineData(Signal.Metrics, false)]
    public void Resource_RandomActions_GiveWhatTheObjectsGive(Signal signal, bool isOdd) => Check(
        signal,
        isOdd,
        actions => InlineRun.Make(new ResourceFactory(), $"attributes: [{actions}]", signal),
        Items.ResourceAttributesOf);

    private static void Check(
        Signal signal, bool isOdd, Func<string, IInlineProcessor> make, Func<IMessage, IEnumerable<RepeatedField<KeyValue>>> owners) =>
        Prop.ForAll(OtlpArbitrary.Of(signal, Seasoning.Apply), request =>
        {
            byte[] bytes = isOdd ? request.OddBytesOfWholeValues() : request.PlainBytes();
            IMessage expected = OtlpOracle.TryParse(signal, bytes).ShouldNotBeNull();
            if (OtlpOracle.Count(expected).Items == 0)
            {
                return;
            }

            var random = new Random(request.Seed);
            ActionModel[] actions = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => ActionModel.Random(random, Seasoning.Keys))];
            foreach (RepeatedField<KeyValue> attributes in owners(expected))
            {
                foreach (ActionModel action in actions)
                {
                    action.Do(attributes);
                }
            }

            string about = string.Join(", ", actions.Select(action => action.Yaml));
            IMessage received = OtlpOracle.TryParse(signal, InlineRun.Of(signal, bytes, make(about))).ShouldNotBeNull();
            Items.Sorted(signal, received).ShouldBe(Items.Sorted(signal, expected), about);
        }).Check(Thorough);
}
