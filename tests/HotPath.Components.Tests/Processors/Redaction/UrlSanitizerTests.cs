using Google.Protobuf;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Otlp.Collector.Logs;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Logs;
using HotPath.Testing.Otlp.Trace;
using HotPath.Testing.Rig;
using static HotPath.Testing.Otlp.Trace.Span.Types;
using OtlpSpan = HotPath.Testing.Otlp.Trace.Span;

namespace HotPath.Components.Tests.Processors.Redaction;

public sealed class UrlSanitizerTests
{
    private const string On = "allow_all_keys: true, url_sanitizer: {enabled: true, attributes: [url.path]}";

    [Fact]
    public async Task Path_NamedAttributes_AreClusteredBehindTheMasks()
    {
        OtlpSpan span = await RunAsync(
            $"{On}, blocked_values: ['secret'], summary: debug",
            new OtlpSpan { Attributes = { Text("url.path", "/users/42/secret"), Text("other", "/users/42"), Text("url.path", "/plain") } });
        span.Attributes.Take(3).Select(a => a.Value.StringValue).ShouldBe(["/users/*/*", "/users/42", "/plain"]);
        span.Attributes.Single(a => a.Key == "redaction.masked.keys").Value.StringValue.ShouldBe("url.path");
    }

    [Theory]
    [InlineData("/payments/12345/detail", SpanKind.Client, "/payments/*/detail")]
    [InlineData("GET /users/123", SpanKind.Server, "GET /users/*")]
    [InlineData("/users/123", SpanKind.Internal, "/users/123")]
    [InlineData("/123", SpanKind.Client, "/123")]
    [InlineData("/123/456", SpanKind.Client, "/123/456")]
    [InlineData("/users/profile", SpanKind.Client, "/users/profile")]
    [InlineData("operation-name/", SpanKind.Client, "operation-name/")]
    [InlineData("?q=1/", SpanKind.Client, "?q=1/")]
    [InlineData("/kept/77", SpanKind.Client, "/kept/77")]
    public async Task Path_SpanNames_AreClusteredWhereTheyAreRoutes(string name, SpanKind kind, string expected)
    {
        var span = new OtlpSpan { Name = name, Kind = kind };
        (await RunAsync($"{On}, allowed_values: ['^/kept']", span.Clone())).Name.ShouldBe(expected);
        string off = On.Replace("enabled: true", "enabled: true, sanitize_span_name: false", StringComparison.Ordinal);
        (await RunAsync(off, span)).Name.ShouldBe(name);
    }

    [Fact]
    public async Task Path_ASpanNameWithoutASlash_NeedsAnHttpAttribute()
    {
        var span = new OtlpSpan { Name = "users and more?id=7", Kind = SpanKind.Server };
        (await RunAsync(On, span.Clone())).Name.ShouldBe("users and more?id=7");
        span.Attributes.Add(Text("http.route", "/users"));
        (await RunAsync(On, span)).Name.ShouldBe("users and more");
    }

    [Fact]
    public async Task Path_Bodies_AreUrlsThroughout()
    {
        var number = new KeyValue { Key = "n", Value = new AnyValue { IntValue = 42 } };
        var body = new AnyValue { KvlistValue = new KeyValueList { Values = { Text("at", "/users/42"), number } } };
        var block = new ResourceLogs { ScopeLogs = { new ScopeLogs { LogRecords = { new LogRecord { Body = body } } } } };
        byte[] received = await RunAsync(On, new ExportLogsServiceRequest { ResourceLogs = { block } }.ToByteArray(), Signal.Logs);
        LogRecord log = ExportLogsServiceRequest.Parser.ParseFrom(received).ResourceLogs[0].ScopeLogs[0].LogRecords[0];
        log.Body.KvlistValue.Values.Select(pair => pair.Value.StringValue).ShouldBe(["/users/*", "*"]);
    }

    private static KeyValue Text(string key, string value) => new() { Key = key, Value = new AnyValue { StringValue = value } };

    private static async Task<OtlpSpan> RunAsync(string settings, OtlpSpan span)
    {
        var block = new ResourceSpans { ScopeSpans = { new ScopeSpans { Spans = { span } } } };
        byte[] request = new ExportTraceServiceRequest { ResourceSpans = { block } }.ToByteArray();
        byte[] received = await RunAsync(settings, request, Signal.Traces);
        return ExportTraceServiceRequest.Parser.ParseFrom(received).ResourceSpans[0].ScopeSpans[0].Spans[0];
    }

    private static async Task<byte[]> RunAsync(string settings, byte[] request, Signal signal)
    {
        PathRig rig = PathRig.Create(
            $$"""
            receivers: {test: {} }
            processors: {redaction: { {{settings}} } }
            exporters: {test: {} }
            service:
              pipelines: { {{signal.ToString().ToLowerInvariant()}}: {receivers: [test], processors: [redaction], exporters: [test] } }
            """);
        await using (rig)
        {
            (await rig.DeliverAsync(request, signal)).ShouldBe(Outcome.Ok);
            await rig.DrainAsync();
            return rig.Exporter("test").Received.ShouldHaveSingleItem();
        }
    }
}
