using HotPath.Components.Receivers.Otlp;
using HotPath.Core.Http2;
using HotPath.Core.Http2.Hpack;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http2;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Http2;

/// <summary>What RFC 9113 allows, in all its forms.</summary>
public sealed class FrameTests
{
    private static readonly byte[] Message = SampleRequests.Traces(spans: 2, seed: 1);

    [Fact]
    public async Task Connection_BeginsWithOurSettings_AndTheFirstCallOpensItsWindow()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        RawFrame first = (await client.ReadAsync()).ShouldNotBeNull();
        RawFrame second = (await client.ReadAsync()).ShouldNotBeNull();
        await client.OpenAsync(1);
        RawFrame third = (await client.ReadAsync()).ShouldNotBeNull();

        first.Header.Type.ShouldBe(FrameType.Settings);
        first.Payload.Chunk(Setting.Bytes).Select(static s => Setting.Read(s)).ShouldBe(
        [
            new Setting(SettingId.MaxConcurrentStreams, 256),
            new Setting(SettingId.InitialWindowSize, 1 << 20),
            new Setting(SettingId.MaxHeaderListSize, 64 * 1024),
        ]);
        second.Header.ShouldBe(new FrameHeader(0, FrameType.Settings, FrameFlags.Ack, 0));
        third.ToString().ShouldStartWith("WindowUpdate(0");
        third.Increment.ShouldBe((4 << 20) - 65_535);
    }

    [Fact]
    public async Task Success_IsHeadersAnEmptyMessageAndTrailers()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        for (int streamId = 1; streamId < 7; streamId += 2)
        {
            await client.ExportAsync(streamId, Message);
            RawAnswer answer = await client.ReadAnswerAsync(streamId);

            answer.Fields.ShouldBe(
                new Dictionary<string, string> { [":status"] = "200", ["content-type"] = "application/grpc", ["grpc-status"] = "0" },
                ignoreOrder: true);
            answer.Body.ShouldBe(new byte[5]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    public async Task Data_WithPadding_IsTakenWithoutIt(int padding)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        byte[] body = GrpcMessages.Frame(Message);

        await client.OpenAsync(1);
        foreach (byte[] piece in body.Chunk(100))
        {
            await client.SendAsync(RawFrame.Bytes(FrameType.Data, FrameFlags.Padded, 1, [(byte)padding, .. piece, .. new byte[padding]]));
        }

        byte[] nothing = [(byte)padding, .. new byte[padding]];
        await client.SendAsync(RawFrame.Bytes(FrameType.Data, FrameFlags.Padded | FrameFlags.EndStream, 1, nothing));

        (await client.ReadAnswerAsync(1)).Status.ShouldBe(0);
        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(Message);
    }

    [Fact]
    public async Task Headers_WithPaddingPriorityAndContinuation_AreTaken()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        byte[] block = RawBlock.ForExport(("grpc-encoding", "identity"));

        await client.SendAsync(
            RawFrame.Bytes(FrameType.Headers, FrameFlags.Padded | FrameFlags.Priority, 1, [3, 0x80, 0, 0, 0, 16, .. block[..20], 0, 0, 0]),
            RawFrame.Bytes(FrameType.Continuation, 0, 1, block.AsSpan()[20..21]),
            RawFrame.Bytes(FrameType.Continuation, 0, 1),
            RawFrame.Bytes(FrameType.Continuation, FrameFlags.EndHeaders, 1, block.AsSpan()[21..]),
            RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, 1, GrpcMessages.Frame(Message)));

        (await client.ReadAnswerAsync(1)).Status.ShouldBe(0);
        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(Message);
    }

    [Fact]
    public async Task Headers_IndexedByAnEarlierRequest_MeanTheSame()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        byte[] added = RawBlock.Of(RawBlock.Export, HpackIndexing.Incremental);
        byte[] indexed = [.. Enumerable.Range(0, RawBlock.Export.Count).Select(i => (byte)(0x80 | (62 + RawBlock.Export.Count - 1 - i)))];

        foreach ((int streamId, byte[] block) in ((int, byte[])[])[(1, added), (3, indexed), (5, indexed), (7, indexed)])
        {
            await client.SendAsync(
                RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders, streamId, block),
                RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, streamId, GrpcMessages.Frame(Message)));
            (await client.ReadAnswerAsync(streamId)).Status.ShouldBe(0);
        }

        // Behind a new entry the same bytes mean other fields: 62 is :status now, which no request has.
        await client.SendAsync(
            RawFrame.Bytes(FrameType.Headers, 5, 9, RawBlock.Of([(":status", "1")], HpackIndexing.Incremental)),
            RawFrame.Bytes(FrameType.Headers, 5, 11, indexed));
        (await client.ReadResetAsync(9)).ShouldBe(Http2ErrorCode.ProtocolError);
        (await client.ReadResetAsync(11)).ShouldBe(Http2ErrorCode.ProtocolError);
    }

    [Fact]
    public async Task Frames_ThatAreUnknownOrIgnored_ChangeNothing()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        await client.SendAsync(
            RawFrame.Bytes((FrameType)0xBE, 0xFF, 5, new byte[100]),
            RawFrame.Bytes(FrameType.Priority, 0, 7, 0, 0, 0, 0, 1),
            RawFrame.Settings(new Setting((SettingId)0x99, 7), new Setting(SettingId.MaxHeaderListSize, 1)));
        await client.OpenAsync(1);
        await client.SendAsync(
            RawFrame.Bytes(FrameType.Priority, 0, 1, 0, 0, 0, 1, 1),
            RawFrame.Bytes((FrameType)0xBE, 0xFF, 1),
            RawFrame.Bytes(FrameType.Data, 0xF0 | FrameFlags.EndStream, 1, GrpcMessages.Frame(Message)));

        (await client.ReadAnswerAsync(1)).Status.ShouldBe(0);
        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(Message);
    }

    [Fact]
    public async Task Ping_ComesBackWithItsBytes()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        await client.SendAsync(RawFrame.Ping());

        RawFrame pong = await client.ReadAsync(FrameType.Ping);
        pong.Header.Flags.ShouldBe(FrameFlags.Ack);
        pong.Payload.ShouldBe([1, 2, 3, 4, 5, 6, 7, 8]);
    }

    [Fact]
    public async Task Data_WithoutBytes_MayEndARequest()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        await client.OpenAsync(1);
        await client.SendAsync(
            RawFrame.Bytes(FrameType.Data, 0, 1, GrpcMessages.Frame(Message)), RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, 1));

        (await client.ReadAnswerAsync(1)).Status.ShouldBe(0);
    }

    [Fact]
    public async Task Client_ThatSaysGoAway_IsServedToItsEnd()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        await client.OpenAsync(1);
        await client.SendAsync(
            RawFrame.Bytes(FrameType.GoAway, 0, 0, new byte[8]),
            RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, 1, GrpcMessages.Frame(Message)));

        (await client.ReadAnswerAsync(1)).Status.ShouldBe(0);
        (await client.ReadToEndAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task HeaderTable_ThatTheClientTakesAway_IsNotUsed()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address, new Setting(SettingId.HeaderTableSize, 0));

        await client.ExportAsync(1, Message);
        RawFrame headers = await client.ReadAsync(FrameType.Headers, 1);

        // RFC 7541 section 4.2: the first block says that the table is gone.
        headers.Payload[0].ShouldBe((byte)0x20);
    }
}
