using System.Buffers;
using System.IO.Compression;
using System.Net;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Core.Json;
using HotPath.Engine.Config;
using HotPath.Testing.Compression;
using HotPath.Testing.Otlp.Collector.Trace;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Http;

public sealed class HttpExportTests
{
    private static readonly byte[] Message = SampleRequests.Traces(spans: 50, seed: 1);

    [Theory]
    [InlineData(Signal.Traces, "/v1/traces")]
    [InlineData(Signal.Metrics, "/v1/metrics")]
    [InlineData(Signal.Logs, "/v1/logs")]
    public async Task Post_OfEachSignal_DeliversItsBytesToItsIntake(Signal signal, string path)
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        byte[] message = SampleRequests.Of(signal, items: 20, seed: 1);

        (await rig.PostAsync(message, path: path)).ShouldBeSuccess();

        rig[signal].Delivered.ShouldHaveSingleItem().ShouldBe(message);
        rig[signal].Refused.ShouldBeEmpty();
    }

    [Fact]
    public async Task Post_ToConfiguredPaths_IsServedThereOnly()
    {
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { Paths = new HttpPathsPlan("/t", "/m", "/l") });

        (await rig.PostAsync(Message, path: "/t")).ShouldBeSuccess();
        (await rig.PostAsync(Message)).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("gzip", false)]
    [InlineData("gzip", true)]
    [InlineData("zlib", false)]
    [InlineData("deflate", true)]
    [InlineData("zstd", true)]
    [InlineData("snappy", false)]
    [InlineData("x-snappy-framed", true)]
    [InlineData("lz4", false)]
    [InlineData("identity", false)]
    public async Task Post_OfEachEncoding_DeliversTheDecompressedBytes(string encoding, bool chunked)
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        byte[] message = SampleRequests.Traces(spans: 3000, seed: 2);

        (await rig.PostAsync(Compress(encoding, message), encoding: encoding, chunked: chunked)).ShouldBeSuccess();

        rig.Traces.Delivered.ShouldHaveSingleItem().AsSpan().SequenceEqual(message).ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_OfTwentyMebibytes_Arrives(bool chunked)
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        byte[] message = new byte[20 << 20];
        new Random(5).NextBytes(message);

        (await rig.PostAsync(message, chunked: chunked)).ShouldBeSuccess();

        rig.Traces.Delivered.ShouldHaveSingleItem().AsSpan().SequenceEqual(message).ShouldBeTrue();
        if (!chunked)
        {
            rig.Traces.Asked.Count.ShouldBe(2);

            // What has arrived by then: Kestrel reads ahead up to 1 MiB, and ends with a block.
            rig.Traces.Asked.First().ShouldBeInRange(256 * 1024, (1 << 20) + HttpRig.Limits.BlockBytes);
            rig.Traces.Asked.Last().ShouldBe(20 << 20);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task Post_OfNothing_SucceedsWithoutTheEngine(string? encoding)
    {
        await using HttpRig rig = await HttpRig.StartAsync();

        (await rig.PostAsync([], encoding: encoding)).ShouldBeSuccess();

        rig.Traces.Delivered.ShouldBeEmpty();
        rig.Traces.Refused.ShouldBeEmpty();
    }

    [Fact]
    public async Task Post_OverHttp2WithPriorKnowledge_IsServedOnTheSamePort()
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/traces")
        {
            Content = HttpRig.Body(Message),
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        HttpReply reply = await rig.SendAsync(request);

        reply.ShouldBeSuccess();
        reply.Version.ShouldBe(HttpVersion.Version20);
        (await rig.PostAsync(Message)).Version.ShouldBe(HttpVersion.Version11);
        rig.Traces.Delivered.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Post_OfJson_DeliversWireBytesAndAnswersInJson()
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        byte[] json = """{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"op"}]}]}]}"""u8.ToArray();

        HttpReply reply = await rig.PostAsync(json, "application/json; charset=utf-8");

        (reply.Status, reply.ContentType, reply.Text).ShouldBe((200, HttpRig.Json, """{"partialSuccess":{}}"""));
        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(Convert.FromHexString("0A08120612042A026F70"));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(2000)]
    public async Task Post_OfJsonShorterAndLongerThanTheScratchMemory_DeliversItWhole(int spans)
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        byte[] message = SampleRequests.Traces(spans, seed: 1);
        var json = new ArrayBufferWriter<byte>();
        OtlpJsonWriter.Write(Signal.Traces, message, json);
        (json.WrittenCount > 1 << 20).ShouldBe(spans == 2000);

        (await rig.PostAsync(json.WrittenSpan.ToArray(), HttpRig.Json)).Status.ShouldBe(200);

        ExportTraceServiceRequest.Parser.ParseFrom(rig.Traces.Delivered.ShouldHaveSingleItem())
            .ShouldBe(ExportTraceServiceRequest.Parser.ParseFrom(message));
    }

    [Fact]
    public async Task Answers_CarryTheConfiguredHeaders()
    {
        await using HttpRig rig = await HttpRig.StartAsync(
            HttpRig.Plan with { ResponseHeaders = [KeyValuePair.Create("X-Tier", new Opaque("edge"))], KeepAlives = false });

        HttpReply[] replies = [await rig.PostAsync(Message), await rig.PostAsync(Message, path: "/nowhere")];

        replies.ShouldAllBe(reply => reply.Headers["x-tier"] == "edge" && reply.Headers["connection"] == "close");
    }

    [Fact]
    public async Task Posts_OfManyAtOnce_NeverMix()
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        byte[][] messages = [.. Enumerable.Range(0, 64).Select(seed => SampleRequests.Traces(spans: 1 + (seed * 7 % 40), seed))];

        HttpReply[] replies = await Task.WhenAll(messages.Select((message, i) => (i % 3) switch
        {
            0 => rig.PostAsync(message),
            1 => rig.PostAsync(message, chunked: true),
            _ => rig.PostAsync(Compress("gzip", message), encoding: "gzip"),
        }));

        replies.ShouldAllBe(reply => reply.Status == 200);
        rig.Traces.Delivered.Select(Convert.ToBase64String).Order().ShouldBe(messages.Select(Convert.ToBase64String).Order());
    }

    [Fact]
    public async Task Post_OfFramedSnappyUnderItsOldName_IsTold()
    {
        await using HttpRig rig = await HttpRig.StartAsync();

        (await rig.PostAsync(SnappyFrames.Write(Message), encoding: "snappy")).ShouldBeSuccess();

        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(Message);
    }

    internal static byte[] Compress(string encoding, byte[] bytes)
    {
        if (encoding == "identity")
        {
            return bytes;
        }

        if (encoding is not ("gzip" or "zlib" or "deflate"))
        {
            return CodecBytes.Compress(CodecBytes.All[encoding], bytes);
        }

        using var to = new MemoryStream();
        using (Stream deflater = encoding == "gzip"
            ? new GZipStream(to, CompressionLevel.Optimal, leaveOpen: true)
            : new ZLibStream(to, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflater.Write(bytes);
        }

        return to.ToArray();
    }
}
