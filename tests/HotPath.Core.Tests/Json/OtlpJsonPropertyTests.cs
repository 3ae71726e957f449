using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using HotPath.Testing.Json;
using HotPath.Testing.Otlp;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Collector.Metrics;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Wire;

namespace HotPath.Core.Tests.Json;

public class OtlpJsonPropertyTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(200);

    public static TheoryData<Signal> Signals => new(SampleRequests.Signals);

    [Theory]
    [MemberData(nameof(Signals))]
    public void Read_OddlyWrittenJson_IsTheMessage(Signal signal) =>
        Prop.ForAll(OtlpArbitrary.Of(signal), request =>
        {
            var json = new OddJson(new Random(request.Seed)).Encode(request.Message);
            Transcoding.ToMessage(signal, json).ShouldBe(request.Message, Encoding.UTF8.GetString(json));
        }).Check(Thorough);

    [Theory]
    [MemberData(nameof(Signals))]
    public void Write_OddlyEncodedRequests_IsWhatTheOracleReads(Signal signal) =>
        Prop.ForAll(OtlpArbitrary.Of(signal), request =>
        {
            var wire = request.OddBytes();
            var json = Encoding.UTF8.GetString(Transcoding.ToJson(signal, wire));
            Oracle(signal, json).ShouldBe(Known(signal, wire), json);
        }).Check(Thorough);

    [Theory]
    [MemberData(nameof(Signals))]
    public void WriteThenRead_RandomRequests_AreTheSame(Signal signal) =>
        Prop.ForAll(OtlpArbitrary.Of(signal), request =>
            Transcoding.ToMessage(signal, Transcoding.ToJson(signal, request.PlainBytes())).ShouldBe(request.Message))
            .Check(Thorough);

    [Theory]
    [MemberData(nameof(Signals))]
    public void ReadThenWrite_OwnJson_IsTheSameText(Signal signal) =>
        Prop.ForAll(OtlpArbitrary.Of(signal), request =>
        {
            var json = Transcoding.ToJson(signal, request.PlainBytes());
            Transcoding.ToJson(signal, Transcoding.ToWire(signal, json)).ShouldBe(json);
        }).Check(Thorough);

    private static IMessage Oracle(Signal signal, string json) => signal switch
    {
        Signal.Traces => OtlpJson.Parse<ExportTraceServiceRequest>(json),
        Signal.Logs => OtlpJson.Parse<ExportLogsServiceRequest>(json),
        _ => OtlpJson.Parse<ExportMetricsServiceRequest>(json),
    };

    /// <summary>What the oracle reads of wire bytes, without the unknown fields, for which JSON has no name.</summary>
    private static IMessage Known(Signal signal, byte[] wire) => signal switch
    {
        Signal.Traces => ExportTraceServiceRequest.Parser.WithDiscardUnknownFields(true).ParseFrom(wire),
        Signal.Logs => ExportLogsServiceRequest.Parser.WithDiscardUnknownFields(true).ParseFrom(wire),
        _ => ExportMetricsServiceRequest.Parser.WithDiscardUnknownFields(true).ParseFrom(wire),
    };
}
