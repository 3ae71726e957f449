using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Core.Compression;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Compression;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Grpc;

/// <summary>zstd and snappy, which over gRPC is framed: as grpc-go's codecs of the Collector take them. gzip has its own tests.</summary>
public abstract class GrpcCompressionTests(GrpcTransport transport)
{
    public sealed class OverOwn() : GrpcCompressionTests(GrpcTransport.Own);

    public sealed class OverKestrel() : GrpcCompressionTests(GrpcTransport.Kestrel);

    private static readonly byte[] Message = SampleRequests.Traces(spans: 3000, seed: 1);

    [Theory]
    [InlineData("zstd")]
    [InlineData("snappy")]
    public async Task Message_Compressed_IsDeliveredAsItWas(string encoding)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        GrpcReply reply = await SendAsync(rig, encoding, Compress(encoding, Message));

        reply.Status.ShouldBe(0, reply.Message);
        rig.Traces.Delivered.ShouldHaveSingleItem().AsSpan().SequenceEqual(Message).ShouldBeTrue();
    }

    [Theory]
    [InlineData("zstd", 200 << 20)]
    [InlineData("snappy", 30 << 20)]
    public async Task Bomb_IsExhaustedWithoutBeingDecompressed(string encoding, int size)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, GrpcRig.Plan with { MaxReceiveBytes = 4 << 20 });
        byte[] bomb = Compress(encoding, new byte[size]);

        GrpcReply reply = await SendAsync(rig, encoding, bomb);

        reply.Status.ShouldBe(8);
        reply.Message!.ShouldContain($"after decompression larger than max ({size} vs. {4 << 20} bytes)");
        rig.Traces.Asked.Max().ShouldBeLessThanOrEqualTo(bomb.Length);
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe(("too_large", bomb.Length));
    }

    [Fact]
    public async Task Bomb_ThatSaysNothingOfItsSize_PinsNoMoreThanTheLimit()
    {
        // A window of 128 KiB and no content size; then 1,000 blocks that each repeat one byte 131,072 times.
        byte[] block = [2, 0, 0x10, 0];
        byte[] bomb = [0x28, 0xB5, 0x2F, 0xFD, 0, 0x38, .. Enumerable.Repeat(block, 1000).SelectMany(b => b), 3, 0, 0x10, 0];
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, GrpcRig.Plan with { MaxReceiveBytes = 4 << 20 });

        GrpcReply reply = await SendAsync(rig, "zstd", bomb);

        reply.Status.ShouldBe(8, reply.Message);
        rig.Traces.Asked.Max().ShouldBe(4 << 20);
        SpinWait.SpinUntil(() => rig.ChargedBytes == 0, GrpcRig.Patience).ShouldBeTrue("the message's room was not given back");
    }

    [Theory]
    [InlineData("zstd", "truncated")]
    [InlineData("snappy", "truncated")]
    public async Task Message_Cut_IsInternal(string encoding, string why)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        GrpcReply reply = await SendAsync(rig, encoding, Compress(encoding, Message)[..^1]);

        reply.Status.ShouldBe(13);
        reply.Message!.ShouldContain(why);
        rig.Traces.Refused.ShouldHaveSingleItem().Reason.ShouldBe("bad_encoding");
    }

    [Fact]
    public async Task Snappy_InBlockFormat_IsInternalAsInGrpcGo()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        GrpcReply reply = await SendAsync(rig, "snappy", CodecBytes.Compress(Codec.Snappy, Message));

        reply.Status.ShouldBe(13);
        reply.Message!.ShouldContain("not a whole framed snappy stream, it does not begin as one");
    }

    [Fact]
    public async Task NoRoom_ForTheDecompressed_IsUnavailableAndHoldsNothing()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        rig.Traces.Admit = bytes => bytes > 300 * 1024 ? Admission.Throttled(TimeSpan.FromSeconds(2)) : Admission.Admitted;

        GrpcReply reply = await SendAsync(rig, "zstd", Compress("zstd", new byte[1 << 20]));

        reply.Status.ShouldBe(14);
        SpinWait.SpinUntil(() => rig.ChargedBytes == 0, GrpcRig.Patience).ShouldBeTrue("the message's room was not given back");
    }

    private static byte[] Compress(string encoding, byte[] bytes) =>
        CodecBytes.Compress(encoding == "zstd" ? Codec.Zstd : Codec.SnappyFramed, bytes);

    private static Task<GrpcReply> SendAsync(GrpcRig rig, string encoding, byte[] compressed) => rig.Client.SendAsync(
        GrpcCall.Export(Signal.Traces, []) with { Body = GrpcMessages.Frame(compressed, compressed: true), Encoding = encoding });
}
