using System.Net.Sockets;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core.Http2;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing.Http2;

namespace HotPath.Hosting.Tests.Http2;

/// <summary>What ends a connection with GOAWAY, case by case of RFC 9113, and that nothing is left behind.</summary>
public sealed class ConnectionErrorTests
{
    private static readonly byte[] Open1 = Headers(1, FrameFlags.EndHeaders, RawBlock.ForExport());
    private static readonly byte[] Whole1 = Headers(1, FrameFlags.EndHeaders | FrameFlags.EndStream, RawBlock.ForExport());

    /// <summary>Sections 4 and 5, and frames of section 6 that streams send.</summary>
    public static TheoryData<string, byte[][], Http2ErrorCode> OfStreams { get; } = new()
    {
        {
            "4.2: a frame above SETTINGS_MAX_FRAME_SIZE",
            [Open1, Frame(FrameType.Data, 0, 1, new byte[16_385])],
            Http2ErrorCode.FrameSizeError
        },
        {
            "4.3: a block that HPACK can't decode",
            [Headers(1, FrameFlags.EndHeaders, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF])],
            Http2ErrorCode.CompressionError
        },
        {
            "4.3: another stream inside a block",
            [Headers(1, 0, RawBlock.ForExport()), Open1[..3], [(byte)FrameType.Headers, 4, 0, 0, 0, 3]],
            Http2ErrorCode.ProtocolError
        },
        { "4.3: DATA inside a block", [Headers(1, 0, RawBlock.ForExport()), Frame(FrameType.Data, 0, 1, 1)], Http2ErrorCode.ProtocolError },
        { "5.1: DATA on an idle stream", [Frame(FrameType.Data, 0, 1, 1)], Http2ErrorCode.ProtocolError },
        { "5.1: RST_STREAM on an idle stream", [RawFrame.Reset(1)], Http2ErrorCode.ProtocolError },
        { "5.1: WINDOW_UPDATE on an idle stream", [RawFrame.WindowUpdate(1, 1)], Http2ErrorCode.ProtocolError },
        {
            "5.1: DATA on a stream that both have ended",
            [Whole1, Ping, Frame(FrameType.Data, 0, 1, 1)],
            Http2ErrorCode.StreamClosed
        },
        { "5.1: HEADERS on a stream that both have ended", [Whole1, Ping, Open1], Http2ErrorCode.StreamClosed },
        { "5.1.1: a stream with an even number", [Headers(2, FrameFlags.EndHeaders, RawBlock.ForExport())], Http2ErrorCode.ProtocolError },
        {
            "5.1.1: a stream below an earlier one, never opened",
            [Headers(5, 5, RawBlock.ForExport()), Headers(3, 5, RawBlock.ForExport())],
            Http2ErrorCode.ProtocolError
        },
        {
            "5.1.1: DATA on a stream that was jumped over",
            [Headers(5, 5, RawBlock.ForExport()), Frame(FrameType.Data, 0, 3, 1)],
            Http2ErrorCode.StreamClosed
        },
        {
            "5.1: DATA on a stream that the client reset",
            [Open1, RawFrame.Reset(1), Frame(FrameType.Data, 0, 1, 1)],
            Http2ErrorCode.StreamClosed
        },
        { "5.1: HEADERS on a stream that the client reset", [Open1, RawFrame.Reset(1), Open1], Http2ErrorCode.StreamClosed },
        { "6.1: DATA on stream 0", [Frame(FrameType.Data, 0, 0, 1)], Http2ErrorCode.ProtocolError },
        {
            "6.1: more padding than payload",
            [Open1, Frame(FrameType.Data, FrameFlags.Padded, 1, 5, 1, 2, 3, 4)],
            Http2ErrorCode.ProtocolError
        },
        { "6.1: padding without its length", [Open1, Frame(FrameType.Data, FrameFlags.Padded, 1)], Http2ErrorCode.FrameSizeError },
        { "6.2: HEADERS on stream 0", [Headers(0, FrameFlags.EndHeaders, RawBlock.ForExport())], Http2ErrorCode.ProtocolError },
        {
            "6.2: HEADERS with too much padding",
            [Headers(1, FrameFlags.EndHeaders | FrameFlags.Padded, [9, 1])],
            Http2ErrorCode.ProtocolError
        },
        {
            "6.2: HEADERS with half a priority",
            [Headers(1, FrameFlags.EndHeaders | FrameFlags.Priority, [0, 0])],
            Http2ErrorCode.FrameSizeError
        },
    };

    /// <summary>Frames of section 6 that steer the connection.</summary>
    public static TheoryData<string, byte[][], Http2ErrorCode> OfControl { get; } = new()
    {
        { "6.3: PRIORITY on stream 0", [Frame(FrameType.Priority, 0, 0, 0, 0, 0, 0, 1)], Http2ErrorCode.ProtocolError },
        { "6.4: RST_STREAM on stream 0", [RawFrame.Reset(0)], Http2ErrorCode.ProtocolError },
        { "6.4: RST_STREAM of three bytes", [Open1, Frame(FrameType.RstStream, 0, 1, 0, 0, 0)], Http2ErrorCode.FrameSizeError },
        { "6.5: SETTINGS on a stream", [Frame(FrameType.Settings, 0, 1)], Http2ErrorCode.ProtocolError },
        { "6.5: SETTINGS of five bytes", [Frame(FrameType.Settings, 0, 0, 0, 1, 0, 0, 0)], Http2ErrorCode.FrameSizeError },
        {
            "6.5: an acknowledgement with a payload",
            [Frame(FrameType.Settings, FrameFlags.Ack, 0, new byte[6])],
            Http2ErrorCode.FrameSizeError
        },
        { "6.5.2: ENABLE_PUSH of 2", [RawFrame.Settings(new Setting(SettingId.EnablePush, 2))], Http2ErrorCode.ProtocolError },
        {
            "6.5.2: a window above 2^31-1",
            [RawFrame.Settings(new Setting(SettingId.InitialWindowSize, 1u << 31))],
            Http2ErrorCode.FlowControlError
        },
        {
            "6.5.2: frames below 16,384 bytes",
            [RawFrame.Settings(new Setting(SettingId.MaxFrameSize, 16_383))],
            Http2ErrorCode.ProtocolError
        },
        {
            "6.5.2: frames of 2^24 bytes",
            [RawFrame.Settings(new Setting(SettingId.MaxFrameSize, 1 << 24))],
            Http2ErrorCode.ProtocolError
        },
        { "6.6: PUSH_PROMISE", [Open1, Frame(FrameType.PushPromise, FrameFlags.EndHeaders, 1, 0, 0, 0, 2)], Http2ErrorCode.ProtocolError },
        { "6.7: PING on a stream", [Frame(FrameType.Ping, 0, 1, new byte[8])], Http2ErrorCode.ProtocolError },
        { "6.7: PING of seven bytes", [Frame(FrameType.Ping, 0, 0, new byte[7])], Http2ErrorCode.FrameSizeError },
        { "6.8: GOAWAY on a stream", [Frame(FrameType.GoAway, 0, 1, new byte[8])], Http2ErrorCode.ProtocolError },
        { "6.8: GOAWAY of seven bytes", [Frame(FrameType.GoAway, 0, 0, new byte[7])], Http2ErrorCode.FrameSizeError },
        { "6.9: a connection's window grown by 0", [RawFrame.WindowUpdate(0, 0)], Http2ErrorCode.ProtocolError },
        { "6.9: WINDOW_UPDATE of three bytes", [Frame(FrameType.WindowUpdate, 0, 0, 0, 0, 1)], Http2ErrorCode.FrameSizeError },
        { "6.9.1: a connection's window above 2^31-1", [RawFrame.WindowUpdate(0, int.MaxValue)], Http2ErrorCode.FlowControlError },
        {
            "6.9.2: SETTINGS that make a stream's window too large",
            [Open1, RawFrame.WindowUpdate(1, 1 << 30), RawFrame.Settings(new Setting(SettingId.InitialWindowSize, int.MaxValue))],
            Http2ErrorCode.FlowControlError
        },
        {
            "6.10: CONTINUATION without a block",
            [Frame(FrameType.Continuation, FrameFlags.EndHeaders, 1, 1)],
            Http2ErrorCode.ProtocolError
        },
        { "6.10: CONTINUATION on stream 0", [Frame(FrameType.Continuation, FrameFlags.EndHeaders, 0, 1)], Http2ErrorCode.ProtocolError },
        {
            "6.10: CONTINUATION of another stream",
            [Headers(1, 0, RawBlock.ForExport()), Frame(FrameType.Continuation, FrameFlags.EndHeaders, 3, 1)],
            Http2ErrorCode.ProtocolError
        },
        {
            "6.10: CONTINUATION behind a whole block",
            [Open1, Frame(FrameType.Continuation, FrameFlags.EndHeaders, 1, 1)],
            Http2ErrorCode.ProtocolError
        },
    };

    private static byte[] Ping => RawFrame.Ping();

    [Theory]
    [MemberData(nameof(OfStreams))]
    [MemberData(nameof(OfControl))]
    public async Task Frames_ThatBreakTheConnectionsRules_EndIt(string rule, byte[][] frames, Http2ErrorCode expected)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        await client.SendAsync(frames);
        (Http2ErrorCode code, _, string text) = await client.ReadGoAwayAsync();
        IReadOnlyList<RawFrame> after = await client.ReadToEndAsync();

        code.ShouldBe(expected, $"{rule}: {text}");
        text.ShouldNotBeEmpty();
        after.ShouldBeEmpty();
        rig.Logs.Lines.ShouldBeEmpty();
        rig.ChargedBytes.ShouldBe(0);
    }

    [Fact]
    public async Task FirstFrame_OtherThanSettings_EndsTheConnection()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = RawHttp2.Connect(rig.Address);

        await client.SendAsync(Http2Limits.Preface.ToArray(), RawFrame.Ping());

        (await client.ReadGoAwayAsync()).Code.ShouldBe(Http2ErrorCode.ProtocolError);
    }

    [Fact]
    public async Task Preface_ThatIsWrongAtItsEnd_EndsTheConnection()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using var client = new TcpClient();
        await client.ConnectAsync(rig.Address);

        await client.GetStream().WriteAsync("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n"u8.ToArray());

        using var patience = new CancellationTokenSource(GrpcRig.Patience);
        using var reader = new StreamReader(client.GetStream());
        (await reader.ReadToEndAsync(patience.Token)).ShouldNotContain("200");
    }

    [Fact]
    public async Task GoAway_NamesTheLastStreamThatWasTaken()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        await client.ExportAsync(7, [0x0A, 0]);
        (await client.ReadAnswerAsync(7)).Status.ShouldBe(0);

        await client.SendAsync(RawFrame.WindowUpdate(0, 0));

        (await client.ReadGoAwayAsync()).LastStreamId.ShouldBe(7);
    }

    private static byte[] Frame(FrameType type, int flags, int streamId, params byte[] payload) =>
        RawFrame.Bytes(type, (byte)flags, streamId, payload);

    private static byte[] Headers(int streamId, int flags, byte[] payload) => Frame(FrameType.Headers, flags, streamId, payload);
}
