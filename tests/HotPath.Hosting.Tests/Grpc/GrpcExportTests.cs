using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Grpc;

public abstract class GrpcExportTests(GrpcTransport transport)
{
    public sealed class OverOwn() : GrpcExportTests(GrpcTransport.Own);

    public sealed class OverKestrel() : GrpcExportTests(GrpcTransport.Kestrel);

    public static TheoryData<Signal> Signals => [Signal.Traces, Signal.Metrics, Signal.Logs];

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task Export_OfEachSignal_DeliversItsBytesToItsIntake(Signal signal)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        byte[] message = SampleRequests.Of(signal, items: 20, seed: 1);

        GrpcReply reply = await rig.Client.ExportAsync(signal, message);

        ShouldBeSuccess(reply);
        rig[signal].Delivered.ShouldHaveSingleItem().ShouldBe(message);
        rig[signal].Refused.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task Export_OfGzip_DeliversTheDecompressedBytes(Signal signal)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        byte[] message = SampleRequests.Of(signal, items: 200, seed: 2);

        GrpcReply reply = await rig.Client.SendAsync(GrpcCall.ExportGzip(signal, message));

        ShouldBeSuccess(reply);
        rig[signal].Delivered.ShouldHaveSingleItem().ShouldBe(message);
    }

    [Fact]
    public async Task Export_UncompressedUnderGzipEncoding_IsTaken()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        byte[] message = SampleRequests.Traces(spans: 1, seed: 3);

        ShouldBeSuccess(await rig.Client.SendAsync(GrpcCall.Export(Signal.Traces, message) with { Encoding = "gzip" }));

        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(message);
    }

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc;charset=utf-8")]
    public async Task Export_UnderAnyGrpcContentType_IsTaken(string contentType)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        GrpcCall call = GrpcCall.Export(Signal.Traces, SampleRequests.Traces(spans: 1, seed: 4)) with { ContentType = contentType };
        ShouldBeSuccess(await rig.Client.SendAsync(call));
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task Export_OfAnEmptyMessage_SucceedsWithoutTheEngine(Signal signal)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        ShouldBeSuccess(await rig.Client.ExportAsync(signal, []));
        ShouldBeSuccess(await rig.Client.SendAsync(GrpcCall.ExportGzip(signal, [])));

        rig[signal].Delivered.ShouldBeEmpty();
    }

    [Fact]
    public async Task Export_Repeatedly_NeverMixesRequests()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        for (int i = 0; i < 50; i++)
        {
            byte[] message = SampleRequests.Traces(spans: 1 + (i * 7 % 40), seed: i);
            GrpcCall call = i % 3 == 0 ? GrpcCall.ExportGzip(Signal.Traces, message) : GrpcCall.Export(Signal.Traces, message);
            ShouldBeSuccess(await rig.Client.SendAsync(call));
            rig.Traces.Delivered.TryDequeue(out byte[]? delivered).ShouldBeTrue();
            delivered.ShouldBe(message);
        }
    }

    [Fact]
    public async Task Export_OfSixtyFourStreamsAtOnce_DeliversEach()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        byte[][] messages = [.. Enumerable.Range(0, 64).Select(seed => SampleRequests.Traces(spans: 30, seed))];

        for (int round = 0; round < 4; round++)
        {
            GrpcReply[] replies = await Task.WhenAll(messages.Select(message => rig.Client.ExportAsync(Signal.Traces, message)));
            replies.ShouldAllBe(reply => reply.Status == 0);
        }

        rig.Traces.Delivered.Select(Convert.ToBase64String).Order()
            .ShouldBe(messages.Concat(messages).Concat(messages).Concat(messages).Select(Convert.ToBase64String).Order());
    }

    [Fact]
    public async Task Export_OfFortyMebibytesThroughSmallWindows_Arrives()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(
            transport, limits: GrpcRig.Limits with { ConnectionWindowBytes = 128 * 1024, StreamWindowBytes = 64 * 1024 });
        byte[] message = new byte[40 << 20];
        new Random(5).NextBytes(message);

        ShouldBeSuccess(await rig.Client.ExportAsync(Signal.Traces, message));

        rig.Traces.Delivered.ShouldHaveSingleItem().AsSpan().SequenceEqual(message).ShouldBeTrue();
        rig.Traces.Asked.ShouldBe([256 * 1024, 40 << 20]);
    }

    private static void ShouldBeSuccess(GrpcReply reply)
    {
        reply.HttpStatus.ShouldBe(200);
        reply.Status.ShouldBe(0, reply.Message);
        reply.TrailersOnly.ShouldBeFalse();
        reply.Headers["content-type"].ShouldBe("application/grpc");
        reply.Body.ShouldBe(new byte[5]);
    }
}
