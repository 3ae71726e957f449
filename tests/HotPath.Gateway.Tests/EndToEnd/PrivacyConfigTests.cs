using System.Net;
using Google.Protobuf;
using HotPath.Core;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Otlp.Common;
using HotPath.Testing.Otlp.Resource;
using HotPath.Testing.Otlp.Trace;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>Configurations that take secrets out, redirected with <c>--set</c> and run.</summary>
public sealed class PrivacyConfigTests
{
    [Fact]
    public async Task Redaction09_AsItStands_DeletesByKeyAndByTheKeyThatIsMeantAsAPattern()
    {
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            await File.ReadAllTextAsync(RepositoryRoot.Combine("tests", "configs", "09-redaction.yaml")),
            "--set", "receivers.otlp.protocols.http.endpoint=127.0.0.1:0");
        using var http = new HttpClient();
        using var content = new ByteArrayContent(
            Request(
                ("user.email", "gone@b.cc"), ("credit_card.number", "gone-4111"), ("my.credit_card.number", "kept-4111"), ("password", "gone-pw")));
        content.Headers.Add("Content-Type", "application/x-protobuf");
        using HttpResponseMessage answer = await http.PostAsync(new Uri($"http://{gateway.HttpEndpoint}/v1/traces"), content);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);

        (await gateway.StopAsync()).ShouldBe(0);
        gateway.Output.ShouldContain("'credit_card.*' is read as a pattern");
        gateway.Output.ShouldContain("kept-4111");
        gateway.Output.ShouldNotContain("gone");
    }

    [Fact]
    public async Task Privacy13_WithoutItsTransform_MasksForOneBackendAndListsForTheOther()
    {
        string yaml = await File.ReadAllTextAsync(RepositoryRoot.Combine("tests", "configs", "13-privacy.yaml"));
        string[] lines = [.. yaml.Split('\n')];
        int first = Array.FindIndex(lines, line => line.StartsWith("  transform/bodies:", StringComparison.Ordinal));
        int next = Array.FindIndex(lines, first, line => line.StartsWith("exporters:", StringComparison.Ordinal));
        yaml = string.Join('\n', lines[..first].Concat(lines[next..])).Replace("transform/bodies, ", "", StringComparison.Ordinal);
        await using GrpcSink full = await GrpcSink.StartAsync();
        await using GrpcSink lean = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await GatewayProcess.StartAsync(
            yaml,
            "--set", "receivers.otlp.protocols.grpc.endpoint=127.0.0.1:0",
            "--set", "receivers.otlp.protocols.http.endpoint=127.0.0.1:0",
            "--set", $"exporters.otlp/full.endpoint={full.Endpoint}",
            "--set", $"exporters.otlp/lean.endpoint={lean.Endpoint}");
        using var client = new GrpcClient(gateway.Endpoint);
        byte[] request = Request(("http.route", "/x"), ("note", "card 4111111111111111 of a@b.cc"));
        (await client.ExportAsync(Signal.Traces, request)).Status.ShouldBe(0);

        await full.WaitForItemsAsync(1);
        await lean.WaitForItemsAsync(1);
        Attributes(full).ShouldBe(["http.route=/x", "note=card **** of ****", "redaction.masked.count=1"]);
        Attributes(lean).ShouldBe(["http.route=/x"]);
        (await gateway.StopAsync()).ShouldBe(0);
        gateway.Output.ShouldContain("the ledger balances");
    }

    private static byte[] Request(params (string Key, string Value)[] attributes)
    {
        var span = new Span { Name = "s", TraceId = ByteString.CopyFrom(new byte[15].Append((byte)1).ToArray()) };
        span.SpanId = ByteString.CopyFrom(new byte[7].Append((byte)1).ToArray());
        span.Attributes.AddRange(attributes.Select(a => new KeyValue { Key = a.Key, Value = new AnyValue { StringValue = a.Value } }));
        var request = new ExportTraceServiceRequest
        {
            ResourceSpans = { new ResourceSpans { Resource = new Resource(), ScopeSpans = { new ScopeSpans { Spans = { span } } } } },
        };
        return request.ToByteArray();
    }

    private static IEnumerable<string> Attributes(GrpcSink sink) => ExportTraceServiceRequest.Parser.ParseFrom(sink.Requests.Single().Bytes)
        .ResourceSpans[0].ScopeSpans[0].Spans[0].Attributes
        .Select(a => $"{a.Key}={(a.Value.HasIntValue ? $"{a.Value.IntValue}" : a.Value.StringValue)}");
}
