using HotPath.Components.Receivers.Otlp;
using HotPath.Core.Http2;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Requests;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http2;

namespace HotPath.Hosting.Tests.Http2;

/// <summary>Windows (RFC 9113 section 5.2): kept to the byte by a client that counts, and never a stall.</summary>
public sealed class FlowControlTests
{
    private const int Window = 65_535;

    [Theory]
    [InlineData(65_535, 65_535, 0)]
    [InlineData(65_535, 65_535, 200)]
    [InlineData(4 << 20, 1 << 20, 0)]
    [InlineData(1 << 20, 65_535, 0)]
    [InlineData(65_535, 1 << 20, 1)]
    public async Task LargeMessage_SentWithinTheWindows_NeverStalls(int connectionWindow, int streamWindow, int padding)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(
            GrpcTransport.Own,
            limits: GrpcRig.Limits with { ConnectionWindowBytes = connectionWindow, StreamWindowBytes = streamWindow });
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        byte[] message = new byte[8 << 20];
        new Random(1).NextBytes(message);
        await client.OpenAsync(1);

        int updates = await SendWithinWindowsAsync(client, GrpcMessages.Frame(message), padding);

        (await client.ReadAnswerAsync(1)).Status.ShouldBe(0);
        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(message);
        if (padding == 0)
        {
            // In large steps: a few for the connection's window, a few for the stream's.
            updates.ShouldBeLessThan((4 * message.Length / connectionWindow) + 30);
        }
    }

    [Fact]
    public async Task Data_BeyondAStreamsWindow_ResetsIt()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own, limits: GrpcRig.Limits with { StreamWindowBytes = 1000 });
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        await client.ReadAsync(FrameType.Settings);
        await client.OpenAsync(1);

        await client.SendAsync(RawFrame.Bytes(FrameType.Data, 0, 1, new byte[1001]));

        (await client.ReadResetAsync(1)).ShouldBe(Http2ErrorCode.FlowControlError);
    }

    [Fact]
    public async Task Data_BeyondTheConnectionsWindow_EndsIt()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(
            GrpcTransport.Own, limits: GrpcRig.Limits with { ConnectionWindowBytes = Window, BlockBytes = 1 << 20 });
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        await client.OpenAsync(1);
        byte[][] burst = [.. Enumerable.Repeat(RawFrame.Bytes(FrameType.Data, 0, 1, new byte[16_384]), 64)];
        using var patience = new CancellationTokenSource(GrpcRig.Patience);

        // What has been read is credited at once, so only what one read brings can be too much: sooner or later one brings that.
        Task<(Http2ErrorCode Code, int, string)> end = client.ReadGoAwayAsync();
        while (!end.IsCompleted)
        {
            patience.IsCancellationRequested.ShouldBeFalse("no read ever brought more than the window");
            await client.SendAsync(burst);
            await Task.Yield();
        }

        (await end).Code.ShouldBe(Http2ErrorCode.FlowControlError);
    }

    [Fact]
    public async Task Engine_ThatIsLate_HoldsBackHalfOfTheWindowAndLetsOthersGoOn()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(
            GrpcTransport.Own, limits: GrpcRig.Limits with { ConnectionWindowBytes = 1 << 20, StreamWindowBytes = 1 << 20 });
        var release = new TaskCompletionSource();
        rig.Traces.Verdict = async (message, _) =>
        {
            if (message.Length > 100_000)
            {
                await release.Task;
            }

            return Outcome.Ok;
        };
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        byte[] large = GrpcMessages.Frame(new byte[400_000]);
        for (int streamId = 1; streamId <= 3; streamId += 2)
        {
            await client.OpenAsync(streamId);
            byte[][] pieces = [.. large.Chunk(16_000)];
            await client.SendAsync(
                [.. pieces.Select((piece, i) => RawFrame.Bytes(FrameType.Data, (byte)(i == pieces.Length - 1 ? 1 : 0), streamId, piece))]);
        }

        await client.ExportAsync(5, new byte[100]);
        RawFrame[] before = [.. await ReadUntilAnsweredAsync(client, 5)];
        release.SetResult();
        RawFrame[] after =
            [.. await ReadUntilAnsweredAsync(client, 3, alreadyAnswered: 1), await client.ReadAsync(FrameType.WindowUpdate, 0)];

        Credited(before).ShouldBeLessThanOrEqualTo(800_015 - 400_000);
        (Credited(before) + Credited(after)).ShouldBeGreaterThan(800_000 - (1 << 18));
    }

    [Fact]
    public async Task Settings_ThatShrinkTheStreamsWindow_HoldOnlyFromTheirAcknowledgement()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own, limits: GrpcRig.Limits with { StreamWindowBytes = 1000 });
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        client.IsPolite = false;
        await client.OpenAsync(1);
        await client.SendAsync(RawFrame.Bytes(FrameType.Data, 0, 1, GrpcMessages.Frame(new byte[10_000])));
        await client.OpenAsync(3);
        await client.SendAsync(
            RawFrame.Bytes(FrameType.Settings, FrameFlags.Ack, 0),
            RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, 1));
        (await client.ReadAnswerAsync(1)).Status.ShouldBe(0);

        await client.SendAsync(RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, 3, GrpcMessages.Frame(new byte[1001])));

        (await client.ReadResetAsync(3)).ShouldBe(Http2ErrorCode.FlowControlError);
    }

    private static long Credited(IEnumerable<RawFrame> frames) =>
        frames.Where(static f => f.Header is { Type: FrameType.WindowUpdate, StreamId: 0 }).Sum(static f => (long)f.Increment) is var sum
            && sum >= (1 << 20) - Window ? sum - ((1 << 20) - Window) : sum;

    private static async Task<List<RawFrame>> ReadUntilAnsweredAsync(RawHttp2 client, int streamId, int alreadyAnswered = 0)
    {
        var frames = new List<RawFrame>();
        int ends = 0;
        while (ends < 1 + alreadyAnswered)
        {
            RawFrame frame = (await client.ReadAsync()).ShouldNotBeNull();
            frames.Add(frame);
            ends += frame.Header.Type == FrameType.Headers && frame.Header.Has(FrameFlags.EndStream) ? 1 : 0;
        }

        frames.ShouldContain(frame => frame.Header.StreamId == streamId);
        return frames;
    }

    /// <summary>Sends a body on stream 1 and never a byte more than the windows allow; how many updates it took.</summary>
    private static async Task<int> SendWithinWindowsAsync(RawHttp2 client, byte[] body, int padding)
    {
        long connection = Window;
        long stream = Window;
        int updates = 0;
        bool knowsSettings = false;
        for (int at = 0; at < body.Length;)
        {
            int count = (int)Math.Min(body.Length - at, Math.Min(16_000, Math.Min(connection, stream) - (padding > 0 ? padding + 1 : 0)));
            if (count > 0 && knowsSettings)
            {
                byte flags = (byte)((at + count == body.Length ? FrameFlags.EndStream : 0) | (padding > 0 ? FrameFlags.Padded : 0));
                byte[] piece = body[at..(at + count)];
                byte[] payload = padding > 0 ? [(byte)padding, .. piece, .. new byte[padding]] : piece;
                await client.SendAsync(RawFrame.Bytes(FrameType.Data, flags, 1, payload));
                connection -= payload.Length;
                stream -= payload.Length;
                at += count;
                continue;
            }

            RawFrame frame = (await client.ReadAsync()).ShouldNotBeNull();
            switch (frame.Header.Type)
            {
                case FrameType.Settings when !frame.Header.Has(FrameFlags.Ack):
                    stream += frame.Payload.Chunk(Setting.Bytes).Select(static s => Setting.Read(s))
                        .Single(static s => s.Id == SettingId.InitialWindowSize).Value - Window;
                    knowsSettings = true;
                    break;
                case FrameType.WindowUpdate when frame.Header.StreamId == 0:
                    connection += frame.Increment;
                    updates++;
                    break;
                case FrameType.WindowUpdate:
                    stream += frame.Increment;
                    updates++;
                    break;
            }
        }

        return updates;
    }
}
