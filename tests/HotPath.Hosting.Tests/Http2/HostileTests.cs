using HotPath.Components.Receivers.Otlp;
using HotPath.Core.Http2;
using HotPath.Core.Http2.Hpack;
using HotPath.Hosting.Requests;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http2;

namespace HotPath.Hosting.Tests.Http2;

/// <summary>
/// Peers that make work to no purpose: each finds a limit with a name, within the second that the test's clock stands still in.
/// </summary>
public sealed class HostileTests
{
    private static readonly HostLimits Small = GrpcRig.Limits with
    {
        MaxSettingsPerSecond = 10,
        MaxPingsPerSecond = 10,
        MaxResetsPerSecond = 10,
        MaxEmptyFramesPerSecond = 10,
        MaxIgnoredFramesPerSecond = 10,
        MaxWindowUpdatesPerSecond = 10,
    };

    private static readonly GrpcServerPlan PingsAllowed =
        GrpcRig.Plan with { Keepalive = GrpcKeepalivePlan.Default with { MinPingTime = TimeSpan.Zero, PermitPingsWithoutStream = true } };

    /// <summary>No pings of ours: where the clock runs on by itself, a server kept from running would seem to get no answer.</summary>
    private static readonly GrpcKeepalivePlan NoPings = GrpcKeepalivePlan.Default with { Time = Timeout.InfiniteTimeSpan };

    public static TheoryData<string, byte[], string> Floods { get; } = new()
    {
        { "SETTINGS", RawFrame.Settings(), "max_settings_per_second" },
        { "PING", RawFrame.Ping(), "max_pings_per_second" },
        { "DATA without bytes", RawFrame.Bytes(FrameType.Data, 0, 1), "max_empty_frames_per_second" },
        { "DATA of padding alone", RawFrame.Bytes(FrameType.Data, FrameFlags.Padded, 1, 3, 0, 0, 0), "max_empty_frames_per_second" },
        { "PRIORITY", RawFrame.Bytes(FrameType.Priority, 0, 3, 0, 0, 0, 0, 1), "max_ignored_frames_per_second" },
        { "frames of no known type", RawFrame.Bytes((FrameType)0x55, 0, 0, 1), "max_ignored_frames_per_second" },
        { "WINDOW_UPDATE", RawFrame.WindowUpdate(1, 1), "max_window_updates_per_second" },
        { "RST_STREAM of a stream that has ended", RawFrame.Reset(-1), "max_resets_per_second" },
    };

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task Flood_OfFrames_EndsTheConnection(string kind, byte[] frame, string limit)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own, PingsAllowed, Small);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        await client.ExportAsync(1, [0x0A, 0]);
        (await client.ReadAnswerAsync(1)).Status.ShouldBe(0);
        await client.OpenAsync(3);
        int streamId = FrameHeader.Read(frame).StreamId;
        if (streamId is 1 or 3)
        {
            frame = [.. frame[..8], 3, .. frame[9..]];
        }
        else if (streamId == int.MaxValue)
        {
            frame = [.. frame[..5], 0, 0, 0, 1, .. frame[9..]];
        }

        await client.SendAsync([.. Enumerable.Repeat(frame, 12)]);

        (Http2ErrorCode code, _, string text) = await client.ReadGoAwayAsync();
        code.ShouldBe(Http2ErrorCode.EnhanceYourCalm, $"{kind}: {text}");
        (await client.ReadToEndAsync()).ShouldBeEmpty();
        await rig.Traces.WhenRefusedAsync();
        rig.ChargedBytes.ShouldBe(0);
        ShouldHavePassed(rig, limit);
    }

    [Fact]
    public async Task Frames_BelowTheLimitOfEachSecond_AreFine()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own, PingsAllowed, Small);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        for (int second = 0; second < 5; second++)
        {
            for (int i = 0; i < 9; i++)
            {
                await client.SendAsync(RawFrame.Ping());
                (await client.ReadAsync(FrameType.Ping)).Header.Flags.ShouldBe(FrameFlags.Ack);
            }

            rig.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await client.ExportAsync(1, [0x0A, 0]);
        (await client.ReadAnswerAsync(1)).Status.ShouldBe(0);
    }

    [Fact]
    public async Task RapidReset_EndsTheConnection()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own, limits: Small);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        for (int streamId = 1; streamId < 30; streamId += 2)
        {
            await client.OpenAsync(streamId);
            await client.SendAsync(RawFrame.Reset(streamId));
        }

        (await client.ReadGoAwayAsync()).Code.ShouldBe(Http2ErrorCode.EnhanceYourCalm);
    }

    [Fact]
    public async Task Resets_ThatTheClientMakesUsSend_CountAsItsOwn()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own, limits: Small);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        for (int streamId = 1; streamId < 30; streamId += 2)
        {
            await client.OpenAsync(streamId);
            await client.SendAsync(RawFrame.WindowUpdate(streamId, 0));
        }

        (await client.ReadGoAwayAsync()).Code.ShouldBe(Http2ErrorCode.EnhanceYourCalm);
    }

    [Fact]
    public async Task ResetRequests_ThatTheEngineStillHas_CountAgainstTheStreams()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own, GrpcRig.Plan with { MaxConcurrentStreams = 2 });
        var release = new TaskCompletionSource();
        rig.Traces.Verdict = async (_, _) =>
        {
            await release.Task;
            return Engine.Pipeline.Outcome.Ok;
        };
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        await client.ExportAsync(1, [0x0A, 0]);
        await client.ExportAsync(3, [0x0A, 0]);
        await client.SendAsync(RawFrame.Reset(1), RawFrame.Reset(3));
        await client.ExportAsync(5, [0x0A, 0]);
        (await client.ReadResetAsync(5)).ShouldBe(Http2ErrorCode.RefusedStream);

        release.SetResult();
        int streamId = 7;
        while ((await AskAsync(client, streamId)) == Http2ErrorCode.RefusedStream)
        {
            streamId += 2;
        }
    }

    [Fact]
    public async Task Continuation_WithoutEnd_EndsTheConnection()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        await client.SendAsync(RawFrame.Bytes(FrameType.Headers, 0, 1, RawBlock.ForExport()));
        await client.SendAsync([.. Enumerable.Repeat(RawFrame.Bytes(FrameType.Continuation, 0, 1), 33)]);

        (await client.ReadGoAwayAsync()).Code.ShouldBe(Http2ErrorCode.EnhanceYourCalm);
        ShouldHavePassed(rig, "max_continuation_frames");
    }

    [Fact]
    public async Task HeaderBlock_AboveItsBytes_EndsTheConnection()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        await client.SendAsync(RawFrame.Bytes(FrameType.Headers, 0, 1, RawBlock.ForExport()));
        await client.SendAsync([.. Enumerable.Repeat(RawFrame.Bytes(FrameType.Continuation, 0, 1, new byte[16_384]), 4)]);

        (await client.ReadGoAwayAsync()).Code.ShouldBe(Http2ErrorCode.EnhanceYourCalm);
        ShouldHavePassed(rig, "max_header_block_bytes");
    }

    [Fact]
    public async Task HeaderList_AboveItsBytes_IsRefusedAndTheConnectionGoesOn()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        // A bomb: one entry of 3,000 bytes, then an index of one byte for each 3,000 more.
        byte[] entry = RawBlock.Of([("x", new string('y', 3000))], HpackIndexing.Incremental);
        byte[] block = [.. RawBlock.ForExport(), .. entry, .. Enumerable.Repeat((byte)0xBE, 10_000)];
        await client.SendAsync(RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders | FrameFlags.EndStream, 1, block));
        RawAnswer answer = await client.ReadAnswerAsync(1);
        answer.HttpStatus.ShouldBe("431");
        answer.Status.ShouldBe(8);

        await client.ExportAsync(3, [0x0A, 0]);
        (await client.ReadAnswerAsync(3)).Status.ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Headers_ThatDoNotArriveWhole_EndTheConnectionInTime(bool inContinuation)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own, GrpcRig.Plan with { Keepalive = NoPings });
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        client.IsPolite = false;
        byte[] block = RawBlock.ForExport();
        byte[] frame = RawFrame.Bytes(FrameType.Headers, (byte)(inContinuation ? 0 : FrameFlags.EndHeaders), 1, block);
        await client.SendAsync(inContinuation ? frame : frame[..^1]);

        // A byte now and then is not enough: the whole has its time.
        Task<(Http2ErrorCode Code, int, string)> end = client.ReadGoAwayAsync();
        while (!end.IsCompleted)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await end).Code.ShouldBe(Http2ErrorCode.EnhanceYourCalm);
        ShouldHavePassed(rig, "header_timeout");
    }

    [Fact]
    public async Task Windows_OfOneByte_GetTheirAnswersByteByByte()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address, new Setting(SettingId.InitialWindowSize, 1));
        await client.ExportAsync(1, [0x0A, 0]);

        for (int i = 0; i < 4; i++)
        {
            (await client.ReadAsync(FrameType.Data, 1)).Payload.Length.ShouldBe(1);
            await client.SendAsync(RawFrame.WindowUpdate(1, 1));
        }

        (await client.ReadAsync(FrameType.Data, 1)).Payload.Length.ShouldBe(1);
        (await client.ReadAsync(FrameType.Headers, 1)).Header.Has(FrameFlags.EndStream).ShouldBeTrue();
    }

    [Fact]
    public async Task Requests_WhoseAnswersAreNotLetOut_AreAsManyAsStreams()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own, GrpcRig.Plan with { MaxConcurrentStreams = 3 });
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address, new Setting(SettingId.InitialWindowSize, 0));
        for (int streamId = 1; streamId <= 5; streamId += 2)
        {
            await client.ExportAsync(streamId, [0x0A, 0]);
        }

        await client.ExportAsync(7, [0x0A, 0]);
        (await client.ReadResetAsync(7)).ShouldBe(Http2ErrorCode.RefusedStream);

        await client.SendAsync(RawFrame.Reset(3), RawFrame.Settings(new Setting(SettingId.InitialWindowSize, 100)));
        int answered = 0;
        while (answered < 2)
        {
            answered += (await client.ReadAsync(FrameType.Headers)).Header.Has(FrameFlags.EndStream) ? 1 : 0;
        }
    }

    [Fact]
    public async Task Peer_ThatLeavesItsAnswersUnread_IsCut()
    {
        GrpcKeepalivePlan keepalive = NoPings with { MinPingTime = TimeSpan.Zero, PermitPingsWithoutStream = true };
        GrpcServerPlan plan = GrpcRig.Plan with { Keepalive = keepalive, WriteBufferBytes = 1024 };

        // Half a frame at the end of a read is no half header, however long the server is kept from its next read.
        HostLimits limits = GrpcRig.Limits with { MaxPingsPerSecond = int.MaxValue, HeaderTimeout = TimeSpan.MaxValue };
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own, plan, limits);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        byte[][] pings = [.. Enumerable.Repeat(RawFrame.Ping(), 10_000)];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        // As much as it takes to fill the sockets' buffers, which differ from machine to machine; then sending waits for the cut.
        Task flood = Task.Run(async () =>
        {
            while (rig.Host.Connections.Limited.Total == 0 && !patience.IsCancellationRequested)
            {
                await client.SendAsync(pings);
            }
        });
        while (!flood.IsCompleted && !patience.IsCancellationRequested)
        {
            rig.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }

        // The flood ended although nobody read: the connection is gone, and so is what it held.
        rig.Host.BufferBytes.ShouldBeLessThan(16 << 20);
        ShouldHavePassed(rig, "write_timeout");
    }

    private static void ShouldHavePassed(GrpcRig rig, string limit)
    {
        rig.Host.Connections.KnownLimits.ShouldContain(limit);
        rig.Host.Connections.Limited.All.ShouldBe([KeyValuePair.Create(limit, 1L)]);
        string line = rig.Logs.Lines.ShouldHaveSingleItem();
        line.ShouldStartWith("Warning: A connection passed a limit and was ended");
        line.ShouldContain($" limit={limit};");
        line.ShouldContain(" peer=127.0.0.1:");
    }

    private static async Task<Http2ErrorCode> AskAsync(RawHttp2 client, int streamId)
    {
        await client.ExportAsync(streamId, [0x0A, 0]);
        while (await client.ReadAsync() is { } frame)
        {
            if (frame.Header.StreamId == streamId)
            {
                return frame.Header.Type == FrameType.RstStream ? FramePayload.ResetCode(frame.Payload) : Http2ErrorCode.NoError;
            }
        }

        throw new EndOfStreamException();
    }
}
