using HotPath.Components.Receivers.Otlp;
using HotPath.Core.Http2;
using HotPath.Core.Http2.Hpack;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http2;

namespace HotPath.Hosting.Tests.Http2;

/// <summary>What ends one stream with RST_STREAM, and leaves the connection as it is.</summary>
public sealed class StreamErrorTests
{
    private static readonly byte[] Message = [0x0A, 0x00];

    public static TheoryData<string, (string Name, string Value)[]> MalformedRequests { get; } = new()
    {
        { "8.2.1: upper case in a name", [.. RawBlock.Export, ("X-Upper", "1")] },
        { "8.2.1: a blank in a name", [.. RawBlock.Export, ("a b", "1")] },
        { "8.2.1: an empty name", [.. RawBlock.Export, ("", "1")] },
        { "8.2.1: a line feed in a value", [.. RawBlock.Export, ("x", "a\nb")] },
        { "8.2.1: a NUL in a value", [.. RawBlock.Export, ("x", "a\0b")] },
        { "8.2.1: a value that begins with a blank", [.. RawBlock.Export, ("x", " a")] },
        { "8.2.2: connection", [.. RawBlock.Export, ("connection", "close")] },
        { "8.2.2: transfer-encoding", [.. RawBlock.Export, ("transfer-encoding", "chunked")] },
        { "8.2.2: keep-alive", [.. RawBlock.Export, ("keep-alive", "1")] },
        { "8.2.2: proxy-connection", [.. RawBlock.Export, ("proxy-connection", "close")] },
        { "8.2.2: upgrade", [.. RawBlock.Export, ("upgrade", "h2c")] },
        { "8.2.2: te other than trailers", [.. RawBlock.Export.Where(static f => f.Name != "te"), ("te", "gzip")] },
        { "8.3: an unknown pseudo-header", [(":foo", "1"), .. RawBlock.Export] },
        { "8.3: a response's pseudo-header", [(":status", "200"), .. RawBlock.Export] },
        { "8.3: a pseudo-header behind a field", [.. RawBlock.Export.Where(static f => f.Name != ":path"), RawBlock.Export[2]] },
        { "8.3: a pseudo-header twice", [(":path", "/"), .. RawBlock.Export] },
        { "8.3.1: no :method", [.. RawBlock.Export.Where(static f => f.Name != ":method")] },
        { "8.3.1: no :scheme", [.. RawBlock.Export.Where(static f => f.Name != ":scheme")] },
        { "8.3.1: no :path", [.. RawBlock.Export.Where(static f => f.Name != ":path")] },
        { "8.3.1: an empty :path", [(":method", "POST"), (":scheme", "http"), (":path", "")] },
        { "8.1.1: a content-length that is none", [.. RawBlock.Export, ("content-length", "x")] },
        { "8.1.1: two content-lengths", [.. RawBlock.Export, ("content-length", "7"), ("content-length", "8")] },
    };

    [Theory]
    [MemberData(nameof(MalformedRequests))]
    public async Task Request_ThatIsMalformed_IsReset(string rule, (string Name, string Value)[] fields)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        await client.SendAsync(
            RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders, 1, RawBlock.Of(fields)),
            RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, 1, GrpcMessages.Frame(Message)));

        (await client.ReadResetAsync(1)).ShouldBe(Http2ErrorCode.ProtocolError, rule);
        await ShouldServeAsync(rig, client, 3);
    }

    public static TheoryData<string, byte[][], Http2ErrorCode> Cases { get; } = new()
    {
        {
            "5.1: HEADERS without END_STREAM in the middle",
            [RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders, 1, RawBlock.Of([("x", "1")]))],
            Http2ErrorCode.ProtocolError
        },
        {
            "8.1: trailers with a pseudo-header",
            [RawFrame.Bytes(FrameType.Headers, 5, 1, RawBlock.Of([(":path", "/")]))],
            Http2ErrorCode.ProtocolError
        },
        { "6.3: PRIORITY of four bytes", [RawFrame.Bytes(FrameType.Priority, 0, 1, 0, 0, 0, 0)], Http2ErrorCode.FrameSizeError },
        { "6.9: a stream's window grown by 0", [RawFrame.WindowUpdate(1, 0)], Http2ErrorCode.ProtocolError },
        { "6.9.1: a stream's window above 2^31-1", [RawFrame.WindowUpdate(1, int.MaxValue)], Http2ErrorCode.FlowControlError },
        {
            "8.1.1: a body that is not as long as content-length",
            [RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, 1, GrpcMessages.Frame(Message))],
            Http2ErrorCode.ProtocolError
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Frames_ThatBreakAStreamsRules_ResetIt(string rule, byte[][] frames, Http2ErrorCode expected)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        await client.OpenAsync(1, ("content-length", "100"));

        await client.SendAsync(frames);

        (await client.ReadResetAsync(1)).ShouldBe(expected, rule);
        rig.Traces.Refused.ShouldHaveSingleItem().Reason.ShouldBe("bad_framing");
        await ShouldServeAsync(rig, client, 3);
    }

    [Theory]
    [InlineData(FrameType.Data)]
    [InlineData(FrameType.Headers)]
    public async Task Frames_BehindTheEndOfARequest_ResetIt(FrameType type)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        var told = new TaskCompletionSource();
        rig.Traces.Verdict = async (_, gone) =>
        {
            await Task.Delay(Timeout.Infinite, gone).ContinueWith(_ => told.SetResult(), TaskScheduler.Default);
            gone.ThrowIfCancellationRequested();
            return Engine.Pipeline.Outcome.Ok;
        };
        await client.ExportAsync(1, Message);

        await client.SendAsync(RawFrame.Bytes(type, FrameFlags.EndHeaders, 1, RawBlock.Of([("x", "1")])));

        (await client.ReadResetAsync(1)).ShouldBe(Http2ErrorCode.StreamClosed);
        await told.Task.WaitAsync(GrpcRig.Patience);
        rig.Traces.Verdict = (_, _) => ValueTask.FromResult(Engine.Pipeline.Outcome.Ok);
        await ShouldServeAsync(rig, client, 3);
    }

    [Fact]
    public async Task Stream_AboveTheirNumber_IsRefusedAndMayBeSentAgain()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own, GrpcRig.Plan with { MaxConcurrentStreams = 2 });
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        await client.OpenAsync(1);
        await client.OpenAsync(3);

        await client.ExportAsync(5, Message);

        (await client.ReadResetAsync(5)).ShouldBe(Http2ErrorCode.RefusedStream);
        await client.SendAsync(RawFrame.Reset(1));
        await ShouldServeAsync(rig, client, 7);
    }

    [Fact]
    public async Task Frames_OnAStreamThatWeReset_AreIgnoredAndCredited()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(
            GrpcTransport.Own, limits: GrpcRig.Limits with { ConnectionWindowBytes = 65_535, StreamWindowBytes = 65_535 });
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        await client.OpenAsync(1);
        await client.SendAsync(RawFrame.WindowUpdate(1, 0));
        (await client.ReadResetAsync(1)).ShouldBe(Http2ErrorCode.ProtocolError);

        for (int i = 0; i < 3; i++)
        {
            await client.SendAsync(RawFrame.Bytes(FrameType.Data, 0, 1, new byte[16_384]));
        }

        await client.SendAsync(
            RawFrame.Bytes(FrameType.Headers, 5, 1, RawBlock.Of([("x", "1")], HpackIndexing.Incremental)),
            RawFrame.WindowUpdate(1, 5),
            RawFrame.Reset(1));
        (await client.ReadAsync(FrameType.WindowUpdate, 0)).Increment.ShouldBeGreaterThanOrEqualTo(16_384);
        await ShouldServeAsync(rig, client, 3);
    }

    [Fact]
    public async Task Trailers_BehindABody_EndIt()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        await client.OpenAsync(1);
        await client.SendAsync(
            RawFrame.Bytes(FrameType.Data, 0, 1, GrpcMessages.Frame(Message)),
            RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders | FrameFlags.EndStream, 1, RawBlock.Of([("checksum", "1")])));

        (await client.ReadAnswerAsync(1)).Status.ShouldBe(0);
        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(Message);
    }

    /// <summary>The connection still takes a request, and HPACK's state is still sound.</summary>
    private static async Task ShouldServeAsync(GrpcRig rig, RawHttp2 client, int streamId)
    {
        await client.ExportAsync(streamId, Message);
        (await client.ReadAnswerAsync(streamId)).Status.ShouldBe(0);
        rig.Logs.Lines.ShouldBeEmpty();
    }
}
