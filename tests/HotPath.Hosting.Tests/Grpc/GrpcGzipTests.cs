using System.Buffers.Binary;
using System.IO.Compression;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Grpc;

/// <summary>Compressed messages: the limit holds after decompression, and nothing broken passes.</summary>
public abstract class GrpcGzipTests(GrpcTransport transport)
{
    public sealed class OverOwn() : GrpcGzipTests(GrpcTransport.Own);

    public sealed class OverKestrel() : GrpcGzipTests(GrpcTransport.Kestrel);

    private static readonly byte[] Message = SampleRequests.Traces(spans: 20, seed: 1);

    [Fact]
    public async Task Bomb_IsExhaustedWithoutBeingInflated()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, GrpcRig.Plan with { MaxReceiveBytes = 4 << 20 });
        byte[] bomb = GrpcMessages.Gzip(new byte[200 << 20]);

        GrpcReply reply = await SendAsync(rig, bomb);

        reply.Status.ShouldBe(8);
        reply.Message!.ShouldContain($"after decompression larger than max ({200 << 20} vs. {4 << 20} bytes)");
        rig.Traces.Asked.Max().ShouldBe(bomb.Length);
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe(("too_large", bomb.Length));
    }

    [Fact]
    public async Task Bomb_ThatLiesAboutItsSize_IsFoundOut()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, GrpcRig.Plan with { MaxReceiveBytes = 4 << 20 });
        byte[] bomb = GrpcMessages.Gzip(new byte[200 << 20]);
        BinaryPrimitives.WriteUInt32LittleEndian(bomb.AsSpan(bomb.Length - 4), 1000);

        GrpcReply reply = await SendAsync(rig, bomb);

        reply.Status.ShouldBe(13);
        reply.Message!.ShouldContain("goes on after the 1000 bytes");
        rig.Traces.Asked.Sum().ShouldBeLessThan(4 << 20);
    }

    [Fact]
    public async Task SmallMessage_ThatClaimsToBeLarge_PinsLittle()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        byte[] liar = GrpcMessages.Gzip(Message);
        BinaryPrimitives.WriteUInt32LittleEndian(liar.AsSpan(liar.Length - 4), 60 << 20);

        GrpcReply reply = await SendAsync(rig, liar);

        reply.Status.ShouldBe(13);
        rig.Traces.Asked.Max().ShouldBeLessThanOrEqualTo(Math.Max(64 * 1024, 4 * liar.Length));
    }

    [Fact]
    public async Task HighlyCompressible_WithinTheLimit_GrowsByDoubling()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        byte[] zeros = new byte[1 << 20];

        GrpcReply reply = await SendAsync(rig, GrpcMessages.Gzip(zeros, CompressionLevel.SmallestSize));

        reply.Status.ShouldBe(0, reply.Message);
        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(zeros);
        rig.Traces.Asked.Skip(1).ShouldBe([64 << 10, 128 << 10, 256 << 10, 512 << 10, 1 << 20]);
    }

    [Fact]
    public async Task Truncated_AtEveryOffset_IsInternal()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        byte[] whole = GrpcMessages.Gzip(Message.AsSpan(0, 200));

        for (int length = 1; length < whole.Length; length++)
        {
            GrpcReply reply = await SendAsync(rig, whole[..length]);

            // Cut short, the last four bytes are taken for the size; read so, it may be over the limit.
            reply.Status.ShouldBeOneOf(13, 8);
        }

        rig.Traces.Delivered.ShouldBeEmpty();
        rig.Traces.Refused.Count.ShouldBe(whole.Length - 1);
        SpinWait.SpinUntil(() => rig.ChargedBytes == 0, GrpcRig.Patience).ShouldBeTrue("the message's room was not given back");
    }

    [Fact]
    public async Task Corrupted_InAnyByteThatMatters_IsRefused()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        byte[] whole = GrpcMessages.Gzip(Message.AsSpan(0, 200));

        for (int at = 0; at < whole.Length; at++)
        {
            if (at is >= 4 and <= 9)
            {
                // Time, extra flags and system of origin: nobody reads them.
                continue;
            }

            byte[] corrupt = [.. whole];
            corrupt[at] ^= 0xE5;
            (await SendAsync(rig, corrupt)).Status.ShouldNotBe(0, $"byte {at}");
        }

        rig.Traces.Delivered.ShouldBeEmpty();
    }

    [Fact]
    public async Task Garbage_IsInternal()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        GrpcReply reply = await SendAsync(rig, new byte[100]);

        reply.Status.ShouldBe(13);
        reply.Message!.ShouldContain("failed to decompress");
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe(("bad_encoding", 100));
    }

    [Fact]
    public async Task TrailingBytes_AreInternal()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        (await SendAsync(rig, [.. GrpcMessages.Gzip(Message), 1, 0, 0, 0])).Status.ShouldBe(13);
        (await SendAsync(rig, [.. GrpcMessages.Gzip(Message), .. GrpcMessages.Gzip(Message)])).Status.ShouldBe(13);
    }

    [Fact]
    public async Task EmptyMember_IsAnEmptyRequest()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        byte[] nothing = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

        GrpcReply reply = await SendAsync(rig, nothing);

        reply.Status.ShouldBe(0, reply.Message);
        rig.Traces.Delivered.ShouldBeEmpty();
    }

    [Fact]
    public async Task NoRoom_ForTheDecompressed_IsUnavailableAndHoldsNothing()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        rig.Traces.Admit = bytes => bytes > 200 * 1024 ? Admission.Throttled(TimeSpan.FromSeconds(2)) : Admission.Admitted;

        GrpcReply reply = await SendAsync(rig, GrpcMessages.Gzip(new byte[1 << 20]));

        reply.Status.ShouldBe(14);
        reply.RetryDelay.ShouldBe(TimeSpan.FromSeconds(2));
        SpinWait.SpinUntil(() => rig.ChargedBytes == 0, GrpcRig.Patience).ShouldBeTrue("the message's room was not given back");
    }

    private static Task<GrpcReply> SendAsync(GrpcRig rig, byte[] compressed) => rig.Client.SendAsync(
        GrpcCall.Export(Signal.Traces, []) with { Body = GrpcMessages.Frame(compressed, compressed: true), Encoding = "gzip" });
}
