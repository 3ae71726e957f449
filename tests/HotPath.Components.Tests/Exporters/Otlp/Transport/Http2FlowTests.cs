using HotPath.Core.Http2;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Http2;

namespace HotPath.Components.Tests.Exporters.Otlp.Transport;

/// <summary>
/// Flow control, frame sizes and settings (RFC 9113, sections 5.2, 6.5, 6.9), against a stingy server that changes its mind.
/// </summary>
public sealed class Http2FlowTests
{
    private const ushort HeaderTableSize = 1;
    private const ushort MaxStreams = 3;
    private const ushort InitialWindow = 4;
    private const ushort MaxFrame = 5;

    [Theory]
    [InlineData(1, 40)]
    [InlineData(3, 300)]
    [InlineData(1000, 70_000)]
    public async Task Send_TinyWindows_ArrivesWholeAndNeverExceedsThem(int window, int length)
    {
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint);
        byte[] message = TransportRig.Bytes(length, seed: window);
        Task<SendResult> sent = rig.SendAsync(message);
        using ScriptedConnection peer = await server.AcceptAsync((InitialWindow, (uint)window));
        int stream = await peer.ReadRequestAsync();
        await peer.AnswerAsync(stream);

        (await sent).ShouldBe(SendResult.Delivered);
        peer.MessageOf(stream).AsSpan().SequenceEqual(message).ShouldBeTrue();
        peer.Frames.Where(static frame => frame.Type == FrameType.Data).Max(static frame => frame.Length).ShouldBeLessThanOrEqualTo(window);
    }

    [Fact]
    public async Task Send_WindowOfTheConnectionEmpty_WaitsForIt()
    {
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint);
        byte[] message = TransportRig.Bytes(200_000, seed: 1);
        Task<SendResult> sent = rig.SendAsync(message);
        using ScriptedConnection peer = await server.AcceptAsync((InitialWindow, 1 << 20));
        int data = 0;
        while (data < Http2Limits.DefaultWindowBytes)
        {
            (FrameHeader header, _) = await peer.ReadFrameAsync();
            data += header.Type == FrameType.Data ? header.Length : 0;
        }

        data.ShouldBe(Http2Limits.DefaultWindowBytes);
        await peer.WriteAsync(FrameType.Ping, 0, 0, new byte[8]);
        (await peer.ReadFrameAsync()).Header.ShouldBe(new FrameHeader(8, FrameType.Ping, FrameFlags.Ack, 0), "and no DATA before it");
        await peer.GrantAsync(0, 1_000_000);
        int stream = await peer.ReadRequestAsync(giveBack: false);
        await peer.AnswerAsync(stream);
        (await sent).ShouldBe(SendResult.Delivered);
        peer.MessageOf(stream).AsSpan().SequenceEqual(message).ShouldBeTrue();
    }

    [Fact]
    public async Task Send_InitialWindowShrinksAndGrowsInFlight_FollowsIt()
    {
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint);
        byte[] message = TransportRig.Bytes(30_000, seed: 2);
        Task<SendResult> sent = rig.SendAsync(message);
        using ScriptedConnection peer = await server.AcceptAsync((InitialWindow, 10_000));
        int data = 0;
        while (data < 10_000)
        {
            (FrameHeader header, _) = await peer.ReadFrameAsync();
            data += header.Type == FrameType.Data ? header.Length : 0;
        }

        // The stream's window is 100 − 10,000 now: an update of 9,900 leaves it empty.
        await peer.SettingsAsync((InitialWindow, 100));
        await peer.GrantAsync(1, 9_900);
        await peer.WriteAsync(FrameType.Ping, 0, 0, new byte[8]);
        (await peer.ReadUntilAsync(FrameType.Ping)).Header.Flags.ShouldBe(FrameFlags.Ack);
        peer.Frames.Where(static frame => frame.Type == FrameType.Data).Sum(static frame => frame.Length).ShouldBe(10_000);
        await peer.SettingsAsync((InitialWindow, 100_000));
        int stream = await peer.ReadRequestAsync();
        await peer.AnswerAsync(stream);
        (await sent).ShouldBe(SendResult.Delivered);
        peer.MessageOf(stream).AsSpan().SequenceEqual(message).ShouldBeTrue();
    }

    [Theory]
    [InlineData(16_384)]
    [InlineData(100_000)]
    [InlineData(16_777_215)]
    public async Task Send_MaxFrameSize_IsUsedAndKept(int max)
    {
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint);
        byte[] message = TransportRig.Bytes(600_000, seed: 3);
        Task<SendResult> sent = rig.SendAsync(message);
        using ScriptedConnection peer = await server.AcceptAsync((InitialWindow, 1 << 24), (MaxFrame, (uint)max));
        await peer.GrantAsync(0, 1 << 24);
        int stream = await peer.ReadRequestAsync(giveBack: false);
        await peer.AnswerAsync(stream);
        (await sent).ShouldBe(SendResult.Delivered);
        peer.MessageOf(stream).AsSpan().SequenceEqual(message).ShouldBeTrue();
        int longest = peer.Frames.Where(static frame => frame.Type == FrameType.Data).Max(static frame => frame.Length);
        longest.ShouldBeLessThanOrEqualTo(max);
        longest.ShouldBeGreaterThanOrEqualTo(Math.Min(max, 100_000) / 4);
    }

    [Fact]
    public async Task Send_PeerAllowsOneStream_CallsWaitTheirTurnAndAllArrive()
    {
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint);
        byte[][] messages = [.. Enumerable.Range(0, 6).Select(static i => TransportRig.Bytes(1000 + i, i))];
        Task<SendResult>[] sent = [.. messages.Select(message => rig.SendAsync(message))];
        using ScriptedConnection peer = await server.AcceptAsync((MaxStreams, 1), (HeaderTableSize, 0));
        var arrived = new List<byte[]>();
        for (int i = 0; i < messages.Length; i++)
        {
            int stream = await peer.ReadRequestAsync();
            peer.Frames.Count(static frame => frame.Type == FrameType.Headers).ShouldBe(i + 1);
            arrived.Add(peer.MessageOf(stream));
            await peer.AnswerAsync(stream);
        }

        (await Task.WhenAll(sent)).ShouldAllBe(static result => result == SendResult.Delivered);
        arrived.Select(Convert.ToHexString).Order().ShouldBe(messages.Select(Convert.ToHexString).Order());
    }

    [Fact]
    public async Task Send_OneStreamStalled_OthersPass()
    {
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint);
        Task<SendResult> stalled = rig.SendAsync(TransportRig.Bytes(5000, seed: 1));
        using ScriptedConnection peer = await server.AcceptAsync((InitialWindow, 2000));
        await peer.ReadUntilAsync(FrameType.Data);
        byte[] message = TransportRig.Bytes(1500, seed: 2);
        Task<SendResult> sent = rig.SendAsync(message);
        int stream = await peer.ReadRequestAsync(giveBack: false);
        stream.ShouldBe(3);
        peer.MessageOf(stream).ShouldBe(message);
        await peer.AnswerAsync(stream);
        (await sent).ShouldBe(SendResult.Delivered);
        stalled.IsCompleted.ShouldBeFalse();
        await peer.GrantAsync(1, 10_000);
        await peer.AnswerAsync(await peer.ReadRequestAsync());
        (await stalled).ShouldBe(SendResult.Delivered);
    }

    [Theory]
    [InlineData(0, 0, "WINDOW_UPDATE by 0")]
    [InlineData(1, 0, "WINDOW_UPDATE by 0")]
    [InlineData(0, int.MaxValue, "larger than 2³¹−1")]
    [InlineData(1, int.MaxValue, "larger than 2³¹−1")]
    [InlineData(9, 1, "stream 9, which we did not open")]
    public async Task Send_WindowTricks_EndTheConnection(int stream, int increment, string why)
    {
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint);
        Task<SendResult> sent = rig.SendAsync(TransportRig.Bytes(100, seed: 1));
        using ScriptedConnection peer = await server.AcceptAsync();
        await peer.ReadRequestAsync(giveBack: false);
        await peer.GrantAsync(stream, increment);
        SendResult result = await sent;
        (result.Status, result.Reason).ShouldBe((SendStatus.Retryable, "unavailable"));
        result.Message.ShouldContain(why);
    }
}
