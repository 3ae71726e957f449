using Google.Protobuf;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Logs;
using HotPath.Testing.Otlp.Trace;
using OtlpSpan = HotPath.Testing.Otlp.Trace.Span;

namespace HotPath.Components.Tests.Processors.Redaction.Databases;

/// <summary>Which statements are sanitized, in attributes, names and bodies.</summary>
public sealed class DbSanitizerTests
{
    private const string Both =
        "allow_all_keys: true, db_sanitizer: {redis: {enabled: true, attributes: [db.statement]}, "
        + "mongo: {enabled: true, attributes: [db.statement]}";

    [Theory]
    [InlineData("redis", "SET user:123 john", "SET user:123 ?")]
    [InlineData("Redis", "SET user:123 john", "SET user:123 ?")]
    [InlineData("mongodb", "{\"name\": \"john\"}", "{\"name\":\"?\"}")]
    [InlineData("mongodb", "SET user:123 john", "SET user:123 john")]
    [InlineData("cassandra", "SET user:123 john", "SET user:123 john")]
    [InlineData(null, "SET user:123 john", "SET user:123 john")]
    public void Attributes_OfASystem_LoseTheirData(string? system, string text, string expected)
    {
        OtlpSpan span = Sanitized(Both + "}", Span("name", OtlpSpan.Types.SpanKind.Client, system, text));
        span.Attributes[0].Value.StringValue.ShouldBe(expected);
        span.Attributes[1].Value.StringValue.ShouldBe(text, "it is not named");
    }

    [Fact]
    public void Attributes_WithoutASystem_AreSanitizedByAllIfItIsAskedFor() =>
        Sanitized(Both + ", allow_fallback_without_system: true}", Span("name", OtlpSpan.Types.SpanKind.Client, null, "SET user:123 john"))
            .Attributes[0].Value.StringValue.ShouldBe("SET user:123 ?");

    [Theory]
    [InlineData("SET user:1 top-secret", OtlpSpan.Types.SpanKind.Client, "redis", "", "SET user:1 ?")]
    [InlineData("SET user:1 top-secret", OtlpSpan.Types.SpanKind.Internal, "redis", "", "SET user:1 ?")]
    [InlineData("SET user:1 top-secret", OtlpSpan.Types.SpanKind.Consumer, "redis", "", "SET user:1 top-secret")]
    [InlineData("SET user:1 top-secret", OtlpSpan.Types.SpanKind.Client, null, "", "SET user:1 top-secret")]
    [InlineData("SET user:1 top-secret", OtlpSpan.Types.SpanKind.Client, "redis", ", sanitize_span_name: false", "SET user:1 top-secret")]
    [InlineData("{\"a\": 1}", OtlpSpan.Types.SpanKind.Server, "mongodb", "", "{\"a\":\"?\"}")]
    [InlineData("find users", OtlpSpan.Types.SpanKind.Server, "mongodb", "", "find users")]
    public void Names_OfStatements_LoseTheirData(
        string name, OtlpSpan.Types.SpanKind kind, string? system, string settings, string expected) =>
        Sanitized(Both + settings + "}", Span(name, kind, system, "x")).Name.ShouldBe(expected);

    [Fact]
    public void Bodies_AreSanitizedByAllInTurn()
    {
        var log = new LogRecord { Body = new AnyValue { StringValue = "SET user:123 john" } };
        var request = new ExportLogsServiceRequest
        {
            ResourceLogs = { new ResourceLogs { ScopeLogs = { new ScopeLogs { LogRecords = { log } } } } },
        };
        IInlineProcessor processor = RedactionRig.Processor(Both + "}, summary: debug", Signal.Logs);
        byte[] received = RedactionRig.Run(processor, Signal.Logs, request.ToByteArray());
        LogRecord left = ExportLogsServiceRequest.Parser.ParseFrom(received).ResourceLogs[0].ScopeLogs[0].LogRecords[0];
        left.Body.StringValue.ShouldBe("SET user:123 ?");
        left.Attributes.ShouldContain(a => a.Key == "redaction.body.masked.keys" && a.Value.StringValue == "body");
    }

    private static OtlpSpan Sanitized(string settings, OtlpSpan span)
    {
        var block = new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { span } } } };
        var request = new ExportTraceServiceRequest { ResourceSpans = { block } };
        byte[] received = RedactionRig.Run(RedactionRig.Processor(settings, Signal.Traces), Signal.Traces, request.ToByteArray());
        return ExportTraceServiceRequest.Parser.ParseFrom(received).ResourceSpans[0].ScopeSpans[0].Spans[0];
    }

    private static OtlpSpan Span(string name, OtlpSpan.Types.SpanKind kind, string? system, string statement)
    {
        var span = new OtlpSpan { Name = name, Kind = kind, Attributes = { Text("db.statement", statement), Text("other", statement) } };
        span.Attributes.Add(system is null ? [] : [Text("db.system", system)]);
        return span;
    }

    private static KeyValue Text(string key, string text) => new() { Key = key, Value = new AnyValue { StringValue = text } };
}
