using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using HotPath.Core;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Resource;
using HotPath.Testing.Otlp.Trace;
using HotPath.Testing.Wire;
using OtlpSpan = HotPath.Testing.Otlp.Trace.Span;

namespace HotPath.Components.Tests.Processors.Redaction;

/// <summary>Random settings over random requests, against the same done to objects.</summary>
public sealed class RedactionPropertyTests
{
    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public void Process_AnySettings_DoesWhatTheModelDoes(Signal signal) => Prop.ForAll(OtlpArbitrary.Of(signal), random =>
    {
        var source = new Random(random.Seed);
        RedactionCase settings = RedactionCase.Of(source);
        settings.Season(random.Message, source);
        Check(settings, signal, random.Message.ToByteArray());
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65)]
    [InlineData(1000)]
    public void Process_ManyAttributesOfFewKeys_DoesWhatTheModelDoes(int attributes) =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            var random = new Random(seed);
            RedactionCase settings = RedactionCase.Of(random);
            var span = new OtlpSpan();
            span.Attributes.AddRange(Enumerable.Range(0, attributes).Select(_ => RedactionCase.Attribute(random)));
            var resource = new Resource();
            resource.Attributes.AddRange(Enumerable.Range(0, attributes).Select(_ => RedactionCase.Attribute(random)));
            var block = new ResourceSpans { Resource = resource, ScopeSpans = { new ScopeSpans { Spans = { span } } } };
            Check(settings, Signal.Traces, new ExportTraceServiceRequest { ResourceSpans = { block } }.ToByteArray());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    private static void Check(RedactionCase settings, Signal signal, byte[] request)
    {
        IMessage expected = OtlpOracle.TryParse(signal, request).ShouldNotBeNull();
        settings.Model.Redact(expected);
        byte[] received = RedactionRig.Run(RedactionRig.Processor(settings.Settings, signal), signal, request);
        OtlpOracle.TryParse(signal, received).ShouldNotBeNull().ShouldBe(expected, settings.Settings);
    }
}
