using System.Net.Sockets;
using HotPath.Components.Exporters.Otlp.Transport;
using HotPath.Core.Http2;
using HotPath.Engine.Pipeline;
using HotPath.Testing;
using HotPath.Testing.Http2;

namespace HotPath.Components.Tests.Exporters.Otlp.Transport;

/// <summary>The life of connections: going away, being cut, pinged, flooded, replaced.</summary>
public sealed class Http2ConnectionTests
{
    private static readonly byte[] Message = TransportRig.Bytes(2000, seed: 4);

    [Fact]
    public async Task GoAway_BelowACall_MovesItToANewConnectionAndKeepsTheOthers()
    {
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint);
        Task<SendResult> kept = rig.SendAsync(Message);
        using ScriptedConnection first = await server.AcceptAsync();
        (await first.ReadRequestAsync()).ShouldBe(1);
        Task<SendResult> moved = rig.SendAsync(TransportRig.Bytes(100_000, seed: 5));
        (await first.ReadUntilAsync(FrameType.Headers)).Header.StreamId.ShouldBe(3);
        await first.GoAwayAsync(lastStream: 1);

        using ScriptedConnection second = await server.AcceptAsync();
        int stream = await second.ReadRequestAsync();
        second.MessageOf(stream).AsSpan().SequenceEqual(TransportRig.Bytes(100_000, seed: 5)).ShouldBeTrue();
        await second.AnswerAsync(stream);
        (await moved).ShouldBe(SendResult.Delivered);
        kept.IsCompleted.ShouldBeFalse();
        await first.AnswerAsync(1);
        (await kept).ShouldBe(SendResult.Delivered);
    }

    [Fact]
    public async Task GoAway_AgainAndAgain_LosesNothing()
    {
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint);
        const int Calls = 60;
        using var limit = new SemaphoreSlim(8);
        Task<SendResult>[] sent = [.. Enumerable.Range(0, Calls).Select(async i =>
        {
            await limit.WaitAsync();
            SendResult result = await rig.SendAsync(TransportRig.Bytes(500 + i, seed: i));
            limit.Release();
            return result;
        })];
        var arrived = new List<int>();
        var peers = new List<ScriptedConnection>();
        while (arrived.Count < Calls)
        {
            // Three calls a connection, as a proxy with a small keepalive_requests would have it.
            ScriptedConnection peer = await server.AcceptAsync();
            peers.Add(peer);
            int last = 0;
            for (int i = 0; i < 3 && arrived.Count < Calls; i++)
            {
                last = await peer.ReadRequestAsync();
                arrived.Add(peer.MessageOf(last).Length);
                await peer.AnswerAsync(last);
            }

            await peer.GoAwayAsync(last);
        }

        (await Task.WhenAll(sent)).ShouldAllBe(static result => result == SendResult.Delivered);
        arrived.Order().ShouldBe(Enumerable.Range(500, Calls));
        peers.ForEach(static peer => peer.Dispose());
    }

    [Fact]
    public async Task RefusedStream_IsSentAgain()
    {
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint);
        Task<SendResult> sent = rig.SendAsync(Message);
        using ScriptedConnection peer = await server.AcceptAsync();
        await peer.ResetAsync(await peer.ReadRequestAsync(), Http2ErrorCode.RefusedStream);
        int again = await peer.ReadRequestAsync();
        again.ShouldBe(3);
        peer.MessageOf(again).ShouldBe(Message);
        await peer.AnswerAsync(again);
        (await sent).ShouldBe(SendResult.Delivered);
    }

    [Fact]
    public async Task RefusedStream_ForEver_EndsAsUnavailable()
    {
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint);
        Task<SendResult> sent = rig.SendAsync(Message);
        using ScriptedConnection peer = await server.AcceptAsync();
        for (int i = 0; i < 9; i++)
        {
            await peer.ResetAsync(await peer.ReadRequestAsync(), Http2ErrorCode.RefusedStream);
        }

        (await sent).Message.ShouldContain("RefusedStream");
    }

    /// <summary>An answer of nine steps, cut after each: never a success before the end, never a hang.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Cut_BetweenAnyTwoFrames_IsUnavailable(int steps)
    {
        using var server = new ScriptedServer();
        string endpoint = server.Endpoint;
        await using var rig = new TransportRig(server.Endpoint);
        Task<SendResult> sent = rig.SendAsync(Message);
        Func<ScriptedConnection, Task>[] script =
        [
            static peer => peer.OpenAsync(),
            static peer => peer.ReadUntilAsync(FrameType.Headers),
            static peer => peer.ReadUntilAsync(FrameType.Data),
            static peer => peer.WriteAsync(
                FrameType.Headers, FrameFlags.EndHeaders, 1, ScriptedConnection.Block((":status", "200"))),
            static peer => peer.WriteAsync(FrameType.Data, 0, 1, new byte[5]),
        ];
        using (ScriptedConnection peer = await server.AcceptRawAsync())
        {
            for (int i = 0; i < steps && i < script.Length; i++)
            {
                await script[i](peer);
            }

            if (steps == 5)
            {
                await peer.WriteRawAsync([0, 0, 9, 1]);
            }

            // A request that was not on the connection yet finds nobody at the next.
            server.Dispose();
        }

        SendResult result = await sent;
        (result.Status, result.Reason).ShouldBe((SendStatus.Retryable, "unavailable"));
        result.Message.ShouldContain(endpoint);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "speaks HTTP/1.1, not gRPC", "http1")]
    [InlineData("\u0015\u0003\u0001\u0000\u0002\u0002\u0046", "the peer speaks TLS, and we plaintext", "tls")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "is no HTTP/2 server: it began with 5353482D", "unknown")]
    [InlineData("", "before it said anything", null)]
    public async Task Open_ToSomethingElse_SaysWhatItIsAndWhatToDo(string says, string why, string? reason)
    {
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint);
        Task<SendResult> sent = rig.SendAsync(Message);
        using (ScriptedConnection peer = await server.AcceptRawAsync())
        {
            await peer.ReadRawAsync(24);
            await peer.WriteRawAsync([.. says.Select(static c => (byte)c)]);
        }

        SendResult result = await sent;
        (result.Status, result.Reason).ShouldBe((SendStatus.Retryable, "unavailable"));
        result.Message.ShouldContain(why);
        result.Message.ShouldContain(server.Endpoint);
        if (reason is null)
        {
            rig.Counts.WrongPeers.Total.ShouldBe(0);
            return;
        }

        rig.Counts.WrongPeers.All.ShouldBe([KeyValuePair.Create(reason, 1L)]);
        CapturedLine line = rig.Log.Lines.ShouldHaveSingleItem();
        line.Message.ShouldBe("The endpoint is no gRPC server");
        line.Fields["endpoint"].ShouldBe(server.Endpoint);
        line.Fields["peer"].ShouldBe(server.Endpoint);
        line.Fields["why"].ShouldBeOfType<string>().ShouldContain(why);
    }

    [Theory]
    [InlineData("too_many_pings", "too_many_pings")]
    [InlineData("slow down", "enhance_your_calm")]
    public async Task GoAway_ToCalmDown_IsLoggedAndCounted(string text, string limit)
    {
        using var server = new ScriptedServer();
        var rig = new TransportRig(server.Endpoint);
        await using (rig)
        {
            Task<SendResult> sent = rig.SendAsync(Message);
            using ScriptedConnection first = await server.AcceptAsync();
            await first.ReadRequestAsync();
            await first.GoAwayAsync(0, Http2ErrorCode.EnhanceYourCalm, text);
            using ScriptedConnection second = await server.AcceptAsync();
            await second.AnswerAsync(await second.ReadRequestAsync());
            (await sent).ShouldBe(SendResult.Delivered);
        }

        rig.Counts.Limited.All.ShouldBe([KeyValuePair.Create(limit, 1L)]);
        CapturedLine line = rig.Log.Lines.ShouldHaveSingleItem();
        line.Fields["limit"].ShouldBe(limit);
        line.Fields["peer"].ShouldBe(server.Endpoint);
        line.Fields["why"].ShouldBe($"the peer is going away: EnhanceYourCalm: {text}");
    }

    [Fact]
    public async Task Settings_NotAcknowledgedInTime_EndTheConnection()
    {
        var clock = new FakeClock();
        using var server = new ScriptedServer();
        var rig = new TransportRig(server.Endpoint, time: clock);
        await using (rig)
        {
            Task<SendResult> sent = rig.SendAsync(Message);
            using ScriptedConnection peer = await server.AcceptRawAsync();
            await peer.ReadRawAsync(Http2Limits.Preface.Length);
            await peer.SettingsAsync();

            // Its acknowledgement behind its own SETTINGS: nothing is left unread, or its socket would be reset, and what it says be lost.
            (await peer.ReadUntilAsync(FrameType.Settings)).Header.Flags.ShouldBe(FrameFlags.None);
            (await peer.ReadUntilAsync(FrameType.Settings)).Header.Flags.ShouldBe(FrameFlags.Ack);

            clock.Advance(Http2Windows.SettingsTimeout);

            (_, byte[] goAway) = await peer.ReadUntilAsync(FrameType.GoAway);
            FramePayload.GoAway(goAway, out _, out _).ShouldBe(Http2ErrorCode.SettingsTimeout);
            (await sent).Message.ShouldContain("did not acknowledge SETTINGS within 60 s");
        }

        rig.Counts.Limited.All.ShouldBe([KeyValuePair.Create("settings_timeout", 1L)]);
    }

    [Fact]
    public async Task Settings_AcknowledgedInTime_LetTheConnectionBe()
    {
        var clock = new FakeClock();
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint, time: clock);
        Task<SendResult> sent = rig.SendAsync(Message);
        using ScriptedConnection peer = await server.AcceptAsync();
        await peer.AnswerAsync(await peer.ReadRequestAsync());
        (await sent).ShouldBe(SendResult.Delivered);

        clock.Advance(2 * Http2Windows.SettingsTimeout);

        sent = rig.SendAsync(Message);
        await peer.AnswerAsync(await peer.ReadRequestAsync());
        (await sent).ShouldBe(SendResult.Delivered);
    }

    [Fact]
    public async Task PingFlood_ByAPeerThatDoesNotRead_EndsTheConnection()
    {
        // A unix socket's buffers have one size, where TCP's grow to megabytes of what is not read.
        string path = Path.Combine(Path.GetTempPath(), $"hp{Environment.ProcessId}-flood.sock");
        File.Delete(path);
        using var server = new ScriptedServer(path);
        await using var rig = new TransportRig(server.Endpoint, more: ", timeout: 50s");
        Task<SendResult> sent = rig.SendAsync(Message);
        using ScriptedConnection peer = await server.AcceptAsync();

        // From here the request is on this connection, and shares its fate.
        await peer.ReadRequestAsync();
        byte[] ping = [0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8];
        byte[] pings = [.. Enumerable.Repeat(ping, 1000).SelectMany(static one => one)];
        try
        {
            while (!sent.IsCompleted)
            {
                await peer.WriteRawAsync(pings);
                await Task.Yield();
            }
        }
        catch (IOException)
        {
            // The client hung up.
        }

        (await sent).Message.ShouldContain("floods us");
        SpinWait.SpinUntil(() => rig.Counts.Limited.Total > 0, TimeSpan.FromSeconds(30)).ShouldBeTrue("nothing was counted");
        rig.Counts.Limited.All.ShouldBe([KeyValuePair.Create("max_control_bytes", 1L)]);
        File.Delete(path);
    }

    [Fact]
    public async Task PingOfThePeer_IsAnsweredWithItsBytes()
    {
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint);
        Task<SendResult> sent = rig.SendAsync(Message);
        using ScriptedConnection peer = await server.AcceptAsync();
        int stream = await peer.ReadRequestAsync();
        await peer.WriteAsync(FrameType.Ping, 0, 0, [8, 7, 6, 5, 4, 3, 2, 1]);
        (FrameHeader header, byte[] payload) = await peer.ReadUntilAsync(FrameType.Ping);
        header.Flags.ShouldBe(FrameFlags.Ack);
        payload.ShouldBe([8, 7, 6, 5, 4, 3, 2, 1]);
        await peer.AnswerAsync(stream);
        (await sent).ShouldBe(SendResult.Delivered);
    }

    [Fact]
    public async Task UnixSocket_IsReached()
    {
        string path = Path.Combine(Path.GetTempPath(), $"hp{Environment.ProcessId}.sock");
        File.Delete(path);
        using var server = new ScriptedServer(path);
        await using var rig = new TransportRig(server.Endpoint);
        Task<SendResult> sent = rig.SendAsync(Message);
        using ScriptedConnection peer = await server.AcceptAsync();
        int stream = await peer.ReadRequestAsync();
        peer.MessageOf(stream).ShouldBe(Message);
        peer.Headers[stream][":authority"].ShouldBe("localhost");
        await peer.AnswerAsync(stream);
        (await sent).ShouldBe(SendResult.Delivered);
        File.Delete(path);
    }

    [Fact]
    public async Task Cancel_WhileThePeersSocketIsFull_EndsAtOnceAndLeavesTheConnectionSound()
    {
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint);
        using var cancel = new CancellationTokenSource();
        byte[] large = TransportRig.Bytes(48 << 20, seed: 6);
        Task<SendResult> sent = rig.SendAsync(large, cancel.Token);
        using ScriptedConnection peer = await server.AcceptAsync((4, int.MaxValue));
        await peer.GrantAsync(0, int.MaxValue - Http2Limits.DefaultWindowBytes);
        await peer.ReadUntilAsync(FrameType.Data);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sent);

        // What was begun is finished, the reset follows, and the next call passes.
        Array.Clear(large);
        Task<SendResult> next = rig.SendAsync(Message);
        (FrameHeader reset, _) = await peer.ReadUntilAsync(FrameType.RstStream);
        reset.StreamId.ShouldBe(1);
        int stream = await peer.ReadRequestAsync(giveBack: false);
        stream.ShouldBe(3);
        peer.MessageOf(stream).ShouldBe(Message);
        byte[] begun = peer.MessageOf(1);
        begun.AsSpan().SequenceEqual(TransportRig.Bytes(48 << 20, seed: 6).AsSpan(0, begun.Length)).ShouldBeTrue();
        await peer.AnswerAsync(stream);
        (await next).ShouldBe(SendResult.Delivered);
    }
}
