using System.Text.Json;
using System.Xml.Linq;
using HotPath.Core;
using HotPath.Gateway.Tests.Faults;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>The pages of <c>zpages</c>, from the real executable, read as HTML.</summary>
public sealed class ZPagesTests
{
    private const int Spans = 7;

    [Fact]
    public async Task Pages_OfAGatewayAtWork_TellWhatItDoes()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        sink.Script(GrpcAnswer.Ok, GrpcAnswer.Error(7, "<go> away"));
        await using GatewayProcess gateway = await StartAsync(sink);
        using (var client = new GrpcClient(gateway.Endpoint))
        {
            (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(Spans, seed: 1))).Status.ShouldBe(0);
            (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(Spans, seed: 2))).Status.ShouldBe(13);
            (await client.ExportAsync(Signal.Traces, [0xFF])).Status.ShouldBe(3);
        }

        XDocument index = await PageAsync(gateway, "/debug/");
        string[] links = [.. index.Descendants("nav").Single().Elements("a").Select(static a => a.Attribute("href")!.Value)];
        links.ShouldBe(
        [
            "/debug/", "/debug/servicez", "/debug/pipelinez", "/debug/extensionz", "/debug/featurez", "/debug/tracez", "/debug/ledger",
            "/debug/expvarz",
        ]);
        (await PageAsync(gateway, "/debug/servicez")).ToString().ShouldContain("otelcol-contrib");
        (await PageAsync(gateway, "/debug/featurez")).ToString().ShouldContain("service.profilesSupport");
        Row(await PageAsync(gateway, "/debug/extensionz?zextensionname=zpages"), "zpages")[1].ShouldBe("StatusOK");

        await RowShouldBeAsync(
            gateway, "/debug/pipelinez", ["traces/a", "traces", "StatusPermanentError", "otlp", "memory_limiter", "otlp"]);
        XDocument one = await PageAsync(gateway, "/debug/pipelinez?pipelinenamez=traces%2Fa&componentnamez=otlp&componentkindz=exporter");
        one.Descendants("h2").Single().Value.ShouldBe("exporter: otlp");
        Row(one, "exporter")[4].ShouldContain("<go> away");

        await LastCellShouldBeAsync(gateway, "/debug/tracez", "receiver/otlp/TraceDataReceived", "2");
        await Eventually.HoldsAsync(async () =>
        {
            XDocument failed = await PageAsync(gateway, "/debug/tracez?zspanname=exporter%2Fotlp%2Ftraces&ztype=2");
            string? last = failed.Descendants("table").LastOrDefault()?.Descendants("td").LastOrDefault()?.Value;
            return (last?.Contains("<go> away", StringComparison.Ordinal) == true, $"{failed}");
        });

        await LastCellShouldBeAsync(gateway, "/debug/ledger", "otlp", "exporter 1, malformed 1");
        (await PageAsync(gateway, "/debug/ledger")).Descendants("p").Single().Value.ShouldBe("The ledger balances.");
        (await gateway.StopAsync()).ShouldBe(0, gateway.Output);
    }

    [Theory]
    [InlineData("/debug/ledger?format=json", null)]
    [InlineData("/debug/ledger", "application/json")]
    public async Task Ledger_AsJson_HasEveryCount(string path, string? accept)
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await StartAsync(sink);
        using (var client = new GrpcClient(gateway.Endpoint))
        {
            (await client.ExportAsync(Signal.Traces, SampleRequests.Traces(Spans, seed: 1))).Status.ShouldBe(0);
        }

        JsonElement ledger = default;
        await Eventually.HoldsAsync(async () =>
        {
            string json = await TextAsync(gateway, path, accept);
            ledger = JsonDocument.Parse(json).RootElement;
            return (ledger.GetProperty("unsettled_items").GetInt64() == 0 && SentOf(ledger) == Spans, json);
        });
        ledger.GetProperty("balances").GetBoolean().ShouldBeTrue();
        ledger.GetProperty("receivers").EnumerateArray().Sum(static r => r.GetProperty("accepted_items").GetInt64()).ShouldBe(Spans);
        ledger.GetProperty("pipelines")[0].GetProperty("out").GetInt64().ShouldBe(Spans);
        JsonElement edge = ledger.GetProperty("edges")[0];
        edge.GetProperty("failed").EnumerateObject().ShouldBeEmpty();
        JsonDocument.Parse(await TextAsync(gateway, "/debug/expvarz")).RootElement.GetProperty("memstats")
            .GetProperty("HeapAlloc").GetInt64()
            .ShouldBeGreaterThan(0);
    }

    private static long SentOf(JsonElement ledger) => ledger.GetProperty("edges")[0].GetProperty("sent").GetInt64();

    private static Task<GatewayProcess> StartAsync(GrpcSink sink) => GatewayProcess.StartAsync(
        $$"""
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"} } } }
        processors: {memory_limiter: {check_interval: 1s, limit_mib: 512} }
        exporters: {otlp: {endpoint: "{{sink.Endpoint}}", tls: {insecure: true}, timeout: 60s, sending_queue: {enabled: false} } }
        extensions: {zpages: {endpoint: "127.0.0.1:0", expvar: {enabled: true} } }
        service: {extensions: [zpages], pipelines: {traces/a: {receivers: [otlp], processors: [memory_limiter], exporters: [otlp]} } }
        """);

    /// <summary>The page, which is well-formed, and by itself.</summary>
    private static async Task<XDocument> PageAsync(GatewayProcess gateway, string path)
    {
        string html = await TextAsync(gateway, path, "text/html");
        html.ShouldStartWith("<!DOCTYPE html>");
        XDocument page = XDocument.Parse(html);
        page.Descendants().Where(static e => e.Name.LocalName is "script" or "link" or "img" or "iframe").ShouldBeEmpty();
        return page;
    }

    /// <summary>The cells of the first row that begins with this text.</summary>
    private static string[] Row(XDocument page, string first) => page.Descendants("tr")
        .Select(static row => row.Elements("td").Select(static td => td.Value).ToArray())
        .First(cells => cells.FirstOrDefault() == first);

    /// <summary>The page has a row of these cells, if not yet then soon: a sender is answered before all is noted.</summary>
    private static Task RowShouldBeAsync(GatewayProcess gateway, string path, string[] cells) => Eventually.HoldsAsync(async () =>
    {
        string[] row = Row(await PageAsync(gateway, path), cells[0]);
        return (row.SequenceEqual(cells), $"{path} has the row {string.Join(" | ", row)}");
    });

    /// <summary>The same for the end of a row.</summary>
    private static Task LastCellShouldBeAsync(GatewayProcess gateway, string path, string first, string last) =>
        Eventually.HoldsAsync(async () =>
        {
            string[] row = Row(await PageAsync(gateway, path), first);
            return (row[^1] == last, $"{path} has the row {string.Join(" | ", row)}");
        });

    private static async Task<string> TextAsync(GatewayProcess gateway, string path, string? accept = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{gateway.ExtensionEndpoints("zpages").Single()}{path}");
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        using HttpResponseMessage answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }
}
