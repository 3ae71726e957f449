using System.Text;
using System.Text.Json;
using HotPath.Core;
using HotPath.Core.Wire;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Http;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Exporters.OtlpHttp;

/// <summary><c>encoding: json</c>. What the JSON says is its writer's tests' matter; here it is that all of it arrives.</summary>
public sealed class OtlpHttpExporterJsonTests
{
    [Theory]
    [InlineData(Signal.Traces, "none", "resourceSpans", "traceId")]
    [InlineData(Signal.Metrics, "gzip", "resourceMetrics", "dataPoints")]
    [InlineData(Signal.Logs, "none", "resourceLogs", "logRecords")]
    public async Task Send_Batch_ArrivesAsJson(Signal signal, string compression, string root, string within)
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint, $"encoding: json, compression: {compression}", signal);
        byte[] request = SampleRequests.Of(signal, 20, seed: 1, resources: 3);
        sink.Script(HttpSinkAnswer.Text(200, HttpSinkAnswer.Json, """{"partialSuccess":{}}"""));
        (await rig.SendAsync(request)).ShouldBe(SendResult.Delivered);
        HttpSinkRequest arrived = sink.Requests.ShouldHaveSingleItem();
        arrived.Headers["content-type"].ShouldBe("application/json");
        arrived.Headers["content-length"].ShouldBe(arrived.WireBytes.Length.ToString());
        using var json = JsonDocument.Parse(arrived.Bytes);
        json.RootElement.GetProperty(root).GetArrayLength().ShouldBe(OtlpWalk.Check(signal, request).Resources);
        Encoding.UTF8.GetString(arrived.Bytes).ShouldContain($"\"{within}\"");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    public async Task Send_ManyPartsAgainAndAgain_EveryItemArrives(string compression)
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        await using OtlpHttpRig rig = OtlpHttpRig.To(sink.Endpoint, $"encoding: json, compression: {compression}");
        int[] sizes = [1, 40, 1, 700, 2, 900];
        for (int turn = 0; turn < 3; turn++)
        {
            Batch batch = rig.Batch([.. sizes.Select((spans, i) => SampleRequests.Traces(spans, seed: i))]);
            (await rig.Exporter.SendAsync(batch, CancellationToken.None)).ShouldBe(SendResult.Delivered);
            batch.Release();
        }

        foreach (HttpSinkRequest arrived in sink.Requests)
        {
            using var json = JsonDocument.Parse(arrived.Bytes);
            Spans(json.RootElement).ShouldBe(sizes.Sum());
        }
    }

    [Fact]
    public async Task Send_BudgetHasNoRoomForTheJson_IsRetryableAndReturnsEverything()
    {
        await using HttpSink sink = await HttpSink.StartAsync();
        byte[] request = SampleRequests.Traces(1000, seed: 1);
        string keys = $"endpoint: '{sink.Endpoint}', encoding: json, compression: none";
        await using OtlpHttpRig rig = OtlpHttpRig.Create(keys, budgetBytes: request.Length * 3 / 2);
        SendResult result = await rig.SendAsync(request);
        (result.Status, result.Reason).ShouldBe((SendStatus.Retryable, "memory"));
        rig.OutstandingLeases.ShouldBe(0);
        sink.Requests.ShouldBeEmpty();
    }

    private static int Spans(JsonElement request) => request.GetProperty("resourceSpans").EnumerateArray()
        .Sum(resource => resource.GetProperty("scopeSpans").EnumerateArray().Sum(scope => scope.GetProperty("spans").GetArrayLength()));
}
