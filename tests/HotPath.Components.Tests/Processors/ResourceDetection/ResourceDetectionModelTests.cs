using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Google.Protobuf.Collections;
using HotPath.Components.Processors.ResourceDetection;
using HotPath.Core;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Processors.ResourceDetection;

/// <summary>What was detected, on the resources of random requests, against the same done to objects.</summary>
public sealed class ResourceDetectionModelTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(120);

    private static AnyValue Text(string text) => new() { StringValue = text };

    [Theory]
    [InlineData(Signal.Traces, true, false)]
    [InlineData(Signal.Traces, false, true)]
    [InlineData(Signal.Logs, true, true)]
    [InlineData(Signal.Metrics, false, false)]
    public void Resources_RandomRequests_ComeOutAsTheObjectsDo(Signal signal, bool isOverriding, bool isOdd)
    {
        var processor = new ResourceDetectionProcessor(
            Task.FromResult<Detected[]>([Detected.Text("a", "found"), Detected.Texts("host.ip", ["10.0.0.1", "::1"])]), isOverriding);
        (string Key, AnyValue Value)[] found =
        [
            ("a", Text("found")),
            ("host.ip", new AnyValue { ArrayValue = new ArrayValue { Values = { Text("10.0.0.1"), Text("::1") } } }),
        ];
        Prop.ForAll(OtlpArbitrary.Of(signal, Seasoning.Apply), request =>
        {
            byte[] bytes = isOdd ? request.OddBytes() : request.PlainBytes();
            IMessage expected = OtlpOracle.TryParse(signal, bytes).ShouldNotBeNull();
            if (OtlpOracle.Count(expected).Items == 0)
            {
                return;
            }

            foreach (RepeatedField<KeyValue> attributes in Items.ResourceAttributesOf(expected))
            {
                foreach ((string key, AnyValue value) in found)
                {
                    KeyValue? there = attributes.FirstOrDefault(a => a.Key == key);
                    if (there is null)
                    {
                        attributes.Add(new KeyValue { Key = key, Value = value.Clone() });
                    }
                    else if (isOverriding)
                    {
                        there.Value = value.Clone();
                    }
                }
            }

            IMessage received = OtlpOracle.TryParse(signal, InlineRun.Of(signal, bytes, processor)).ShouldNotBeNull();
            Items.Sorted(signal, received).ShouldBe(Items.Sorted(signal, expected));
        }).Check(Thorough);
    }
}
