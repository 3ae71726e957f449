using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Google.Protobuf.Collections;
using HotPath.Core;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Logs;
using HotPath.Testing.Otlp.Trace;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>
/// Configurations that take secrets out, as they stand but for their endpoints, with the OpenTelemetry .NET SDK before them: what each
/// one's first comment says, field for field, held against what a sink got that the same items were sent to directly.
/// </summary>
public sealed class PrivacyConfigTests
{
    private static readonly string[] Deleted =
        ["user.email", "http.request.header.authorization", "http.request.header.cookie", "db.statement"];

    [Fact]
    public async Task SanitizeAndFilter06_AsItStands_DeletesHashesAndDropsProbes()
    {
        await using GrpcSink direct = await GrpcSink.StartAsync();
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await StartAsync(
            "06-sanitize-and-filter.yaml",
            "receivers.otlp.protocols.http.endpoint=127.0.0.1:0",
            $"exporters.otlp.endpoint={sink.Endpoint}",
            "exporters.otlp.timeout=60s");
        DotNetSecrets.SendSpans(
            [
                [
                    ("http.route", "/cart"), ("user.email", "a@b.cc"), ("http.url", "https://shop/ü?id=1"),
                    ("db.statement", "select 1"), ("n", 1L),
                ],
                [("http.route", "/healthz"), ("n", 2L)],
                [("http.route", "/readyz")],
                [("http.route", "/metrics")],
                [("http.target", "/livez"), ("http.route", "/kept?")],
                [("http.target", "/healthz")],
                [("http.target", "/readyz")],
                [
                    ("http.target", "/metrics"), ("http.url", ""),
                    ("http.request.header.cookie", "x"), ("http.request.header.authorization", "y"),
                ],
                [("http.route", "/healthz/"), ("http.url", 7L)],
            ],
            new Uri($"http://{direct.Endpoint}"),
            new Uri($"http://{gateway.HttpEndpoint}/v1/traces"));
        await direct.WaitForItemsAsync(9);
        await gateway.ShouldBalanceAsync();

        await sink.WaitForItemsAsync(3);
        string[] kept = ["span 0", "span 7", "span 8"];
        Span[] expected = [.. Spans(direct).Where(span => kept.Contains(span.Name))];
        foreach (Span span in expected)
        {
            Remove(span.Attributes, Deleted);
            foreach (KeyValue url in span.Attributes.Where(a => a.Key == "http.url"))
            {
                byte[] input = url.Value.HasStringValue
                    ? Encoding.UTF8.GetBytes(url.Value.StringValue)
                    : BitConverter.GetBytes(url.Value.IntValue);
                url.Value = new AnyValue { StringValue = Convert.ToHexStringLower(SHA256.HashData(input)) };
            }
        }

        Spans(sink).ShouldBe(expected);
        sink.Requests[0].Traces!.ResourceSpans[0].Resource.ShouldBe(direct.Requests[0].Traces!.ResourceSpans[0].Resource);
    }

    [Fact]
    public async Task Redaction09_AsItStands_DeletesByKeyAndByTheKeyThatIsMeantAsAPattern()
    {
        await using GatewayProcess gateway = await StartAsync("09-redaction.yaml", "receivers.otlp.protocols.http.endpoint=127.0.0.1:0");
        (string, object)[] attributes =
        [
            ("user.email", "gone@b.cc"), ("user.phone", "gone-555"), ("credit_card.number", "gone-4111"), ("credit_card", "gone-all"),
            ("my.credit_card.number", "kept-4111"), ("password", "gone-pw"), ("password.hint", "kept-hint"),
        ];

        // An event's attributes are not the span's: the configuration says nothing of them, and so they are left out here.
        DotNetSecrets.SendRecords(["record"], attributes, new Uri($"http://{gateway.HttpEndpoint}/v1/logs"));
        await gateway.SeesAsync("LogRecord #0");
        DotNetSecrets.SendSpans([attributes], new Uri($"http://{gateway.HttpEndpoint}/v1/traces"));

        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
        gateway.ShouldSay("'credit_card.*' is read as a pattern");
        int spanAt = gateway.Output.IndexOf("Span #0", StringComparison.Ordinal);
        string logs = gateway.Output[gateway.Output.IndexOf("LogRecord #0", StringComparison.Ordinal)..spanAt];
        string span = gateway.Output[spanAt..];
        foreach (string text in (string[])[logs, span[..span.IndexOf("Events:", StringComparison.Ordinal)]])
        {
            text.ShouldContain("my.credit_card.number: Str(kept-4111)");
            text.ShouldContain("password.hint: Str(kept-hint)");
            text.ShouldNotContain("gone");
        }
    }

    [Fact]
    public async Task Privacy13_AsItStands_MasksForOneBackendAndListsForTheOther()
    {
        await using GrpcSink direct = await GrpcSink.StartAsync();
        await using GrpcSink full = await GrpcSink.StartAsync();
        await using GrpcSink lean = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await StartAsync(
            "13-privacy.yaml",
            "receivers.otlp.protocols.grpc.endpoint=127.0.0.1:0",
            "receivers.otlp.protocols.http.endpoint=127.0.0.1:0",
            $"exporters.otlp/full.endpoint={full.Endpoint}",
            "exporters.otlp/full.timeout=60s",
            $"exporters.otlp/lean.endpoint={lean.Endpoint}",
            "exporters.otlp/lean.timeout=60s");
        Uri[] endpoints = [new($"http://{direct.Endpoint}"), new($"http://{gateway.Endpoint}")];
        DotNetSecrets.SendSpans(
            [
                [("http.route", "/x"), ("note", "card 4111111111111111 of a@b.cc"), ("http.response.status_code", 200L)],
                [("http.request.method", "GET"), ("plain", "nothing"), ("error.type", "é")],
            ],
            endpoints);
        await direct.WaitForItemsAsync(2);
        await full.WaitForItemsAsync(2);
        await lean.WaitForItemsAsync(2);

        Span[] masked = [.. Spans(direct)];
        foreach (RepeatedField<KeyValue> attributes in masked.SelectMany(AttributesIn))
        {
            if (attributes.FirstOrDefault(a => a.Key == "note") is { } note)
            {
                note.Value.StringValue = "card **** of ****";
                attributes.Add(new KeyValue { Key = "redaction.masked.count", Value = new AnyValue { IntValue = 1 } });
            }
        }

        Spans(full).Select(Bare).ShouldBe(masked.Select(Bare));
        Span[] listed = [.. Spans(direct)];
        foreach (RepeatedField<KeyValue> attributes in listed.SelectMany(AttributesIn))
        {
            Remove(attributes, "note", "plain");
        }

        Spans(lean).ShouldBe(listed);
        lean.Requests[0].Traces!.ResourceSpans[0].Resource.Attributes.ShouldBeEmpty();

        DotNetSecrets.SendRecords(["mail a@b.cc, card 4111111111111111", "nothing"], [("note", "to d@e.ff")], endpoints);
        await direct.WaitForItemsAsync(4);
        await full.WaitForItemsAsync(4);
        Records(full).Select(record => record.Body.StringValue).ShouldBe(["mail <email>, card ****", "nothing"]);
        Records(full).ShouldAllBe(record => record.Attributes.First(a => a.Key == "note").Value.StringValue == "to ****");
        Records(full).Select(record => record.TimeUnixNano).ShouldBe(Records(direct).Select(record => record.TimeUnixNano));
        lean.Items.ShouldBe(2);
        await gateway.ShouldBalanceAsync();
    }

    private static Task<GatewayProcess> StartAsync(string file, params string[] settings) => GatewayProcess.StartAsync(
        File.ReadAllText(RepositoryRoot.Combine("tests", "configs", file)),
        [.. settings.SelectMany(setting => (string[])["--set", setting])]);

    /// <summary>Without what the summary lists besides its count: which keys were masked is at level debug.</summary>
    private static Span Bare(Span span)
    {
        foreach (RepeatedField<KeyValue> attributes in span.Events.Select(e => e.Attributes).Append(span.Attributes))
        {
            KeyValue[] kept = [.. attributes.Where(a => !Regex.IsMatch(a.Key, "^redaction\\.(masked|redacted)\\.keys$"))];
            attributes.Clear();
            attributes.Add(kept);
        }

        return span;
    }

    private static IEnumerable<RepeatedField<KeyValue>> AttributesIn(Span span) =>
        span.Events.Select(e => e.Attributes).Append(span.Attributes);

    private static void Remove(RepeatedField<KeyValue> attributes, params string[] keys)
    {
        KeyValue[] kept = [.. attributes.Where(a => !keys.Contains(a.Key))];
        attributes.Clear();
        attributes.Add(kept);
    }

    private static IEnumerable<Span> Spans(GrpcSink sink) => sink.Requests.Where(request => request.Signal == Signal.Traces)
        .SelectMany(request => ExportSpans(request.Bytes)).OrderBy(span => span.Name, StringComparer.Ordinal);

    private static IEnumerable<Span> ExportSpans(byte[] request) =>
        Testing.Otlp.Collector.Trace.ExportTraceServiceRequest.Parser.ParseFrom(request)
        .ResourceSpans.SelectMany(block => block.ScopeSpans).SelectMany(scope => scope.Spans);

    private static IEnumerable<LogRecord> Records(GrpcSink sink) => sink.Requests.Where(request => request.Signal == Signal.Logs)
        .SelectMany(request => request.Logs!.ResourceLogs).SelectMany(block => block.ScopeLogs).SelectMany(scope => scope.LogRecords)
        .OrderBy(record => record.Body.StringValue, StringComparer.Ordinal);
}
