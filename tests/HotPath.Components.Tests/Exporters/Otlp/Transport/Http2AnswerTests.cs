using HotPath.Core.Http2;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Http2;

namespace HotPath.Components.Tests.Exporters.Otlp.Transport;

/// <summary>Answers in every shape that HTTP/2 allows, and in some that it does not.</summary>
public sealed class Http2AnswerTests
{
    private const byte EndHeaders = FrameFlags.EndHeaders;
    private const byte EndStream = FrameFlags.EndStream;
    private const byte Padded = FrameFlags.Padded;
    private static readonly byte[] Message = TransportRig.Bytes(3000, seed: 9);
    private static readonly byte[] Ok = ScriptedConnection.Block((":status", "200"), ("content-type", "application/grpc"));
    private static readonly byte[] Done = ScriptedConnection.Block(("grpc-status", "0"));

    private static async Task<SendResult> AnsweredBy(Func<ScriptedConnection, Task> answer)
    {
        using var server = new ScriptedServer();
        await using var rig = new TransportRig(server.Endpoint);
        Task<SendResult> sent = rig.SendAsync(Message);
        using ScriptedConnection peer = await server.AcceptAsync();
        (await peer.ReadRequestAsync()).ShouldBe(1);
        await answer(peer);
        return await sent;
    }

    [Fact]
    public async Task Answer_TrailersOnly_IsRead() => (await AnsweredBy(static peer => peer.WriteAsync(
        FrameType.Headers, EndHeaders | EndStream, 1,
        ScriptedConnection.Block((":status", "200"), ("grpc-status", "3"), ("grpc-message", "b%C3%A4d"))))).Message
        .ShouldBe("rpc error: code = InvalidArgument desc = bäd");

    [Fact]
    public async Task Answer_PaddedAndWithPriority_IsRead() => (await AnsweredBy(static async peer =>
    {
        await peer.WriteAsync(FrameType.Headers, EndHeaders | Padded | FrameFlags.Priority, 1, [3, 0, 0, 0, 0, 9, .. Ok, 0, 0, 0]);
        await peer.WriteAsync(FrameType.Data, Padded, 1, [200, 0, 0, 0, 0, 0, .. new byte[200]]);
        await peer.WriteAsync(FrameType.Data, Padded, 1, [1, 0]);
        await peer.WriteAsync(FrameType.Headers, EndHeaders | EndStream | Padded, 1, [0, .. Done]);
    })).ShouldBe(SendResult.Delivered);

    [Fact]
    public async Task Answer_InContinuations_IsRead() => (await AnsweredBy(static async peer =>
    {
        await peer.WriteAsync(FrameType.Headers, 0, 1, Ok[..5]);
        await peer.WriteAsync(FrameType.Continuation, 0, 1, []);
        await peer.WriteAsync(FrameType.Continuation, EndHeaders, 1, Ok[5..]);
        await peer.WriteAsync(FrameType.Headers, EndStream, 1, []);
        await peer.WriteAsync(FrameType.Continuation, EndHeaders, 1, Done);
    })).ShouldBe(SendResult.Delivered);

    [Fact]
    public async Task Answer_EarlyHintsAndUnknownFrames_AreStepedOver() => (await AnsweredBy(static async peer =>
    {
        await peer.WriteAsync(FrameType.Headers, EndHeaders, 1, ScriptedConnection.Block((":status", "103")));
        await peer.WriteAsync((FrameType)0xEE, 0xFF, 1, [1, 2, 3]);
        await peer.WriteAsync(FrameType.Priority, 0, 1, new byte[5]);
        await peer.AnswerAsync(1);
    })).ShouldBe(SendResult.Delivered);

    [Fact]
    public async Task Answer_InPieces_ByteForByte_IsRead() => (await AnsweredBy(static async peer =>
    {
        byte[] whole =
        [
            0, 0, (byte)Ok.Length, 1, EndHeaders, 0, 0, 0, 1, .. Ok,
            0, 0, 5, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0,
            0, 0, (byte)Done.Length, 1, EndHeaders | EndStream, 0, 0, 0, 1, .. Done,
        ];
        foreach (byte one in whole)
        {
            await peer.WriteRawAsync([one]);
        }
    })).ShouldBe(SendResult.Delivered);

    [Fact]
    public async Task Answer_LongBody_IsReadWithItsWindowsGivenBack() => (await AnsweredBy(static async peer =>
    {
        await peer.WriteAsync(FrameType.Headers, EndHeaders, 1, Ok);
        int window = 256 * 1024;
        for (int sent = 0; sent < 3 << 20; sent += 16_384)
        {
            while (window < 16_384)
            {
                (FrameHeader header, byte[] payload) = await peer.ReadUntilAsync(FrameType.WindowUpdate);
                window += header.StreamId == 1 ? FramePayload.WindowIncrement(payload) : 0;
            }

            window -= 16_384;
            await peer.WriteAsync(FrameType.Data, 0, 1, new byte[16_384]);
        }

        await peer.WriteAsync(FrameType.Headers, EndHeaders | EndStream, 1, Done);
    })).Status.ShouldBe(SendStatus.Delivered);

    [Theory]
    [InlineData(Http2ErrorCode.NoError)]
    [InlineData(Http2ErrorCode.InternalError)]
    [InlineData(Http2ErrorCode.Cancel)]
    [InlineData(Http2ErrorCode.EnhanceYourCalm)]
    public async Task Answer_Reset_IsUnavailableAndNamesTheCode(Http2ErrorCode code)
    {
        SendResult result = await AnsweredBy(peer => peer.ResetAsync(1, code));
        (result.Status, result.Reason).ShouldBe((SendStatus.Retryable, "unavailable"));
        result.Message.ShouldContain($"the peer reset the stream: {code}");
    }

    [Fact]
    public async Task Answer_ThenReset_IsTheAnswer() => (await AnsweredBy(static async peer =>
    {
        await peer.AnswerAsync(1);
        await peer.ResetAsync(1, Http2ErrorCode.NoError);
    })).ShouldBe(SendResult.Delivered);

    public static TheoryData<int, int, int, string, string> Broken => new()
    {
        { 0, 0, 1, "00", "DATA came before the response's headers" },
        { 0, 0, 0, "00", "Data on stream 0" },
        { 0, 8, 1, "05", "more padding than room" },
        { 0, 0, 2, "", "stream 2, which we did not open" },
        { 1, 4, 1, "80", "cannot be decoded: InvalidIndex" },
        { 1, 4, 1, "3fe21f", "cannot be decoded: TableSizeAboveLimit" },
        { 1, 4, 3, "88", "stream 3, which we did not open" },
        { 3, 0, 1, "00", "RstStream with 1 bytes" },
        { 4, 0, 0, "00", "Settings with 1 bytes" },
        { 4, 0, 1, "", "Settings on stream 1" },
        { 4, 0, 0, "000200000002", "EnablePush = 2" },
        { 4, 0, 0, "000480000000", "InitialWindowSize = 2147483648" },
        { 5, 4, 1, "0000000288", "a push was promised" },
        { 6, 0, 0, "00", "Ping with 1 bytes" },
        { 7, 0, 0, "00", "GoAway with 1 bytes" },
        { 8, 0, 0, "00", "WindowUpdate with 1 bytes" },
        { 1, 4, 0, "88", "Headers on stream 0" },
        { 3, 0, 0, "00000000", "RstStream on stream 0" },
        { 4, 1, 0, "00", "Settings with 1 bytes" },
        { 4, 0, 0, "000500003fff", "MaxFrameSize = 16383" },
        { 6, 0, 1, "0000000000000000", "Ping on stream 1" },
        { 7, 0, 1, "0000000000000000", "GoAway on stream 1" },
        { 9, 4, 0, "88", "Continuation on stream 0" },
        { 9, 4, 1, "88", "CONTINUATION stands outside a header block" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Answer_ThatBreaksHttp2_EndsTheConnectionAndSaysHow(int type, int flags, int stream, string hex, string why)
    {
        SendResult result = await AnsweredBy(peer =>
            peer.WriteAsync((FrameType)type, (byte)flags, stream, Convert.FromHexString(hex)));
        (result.Status, result.Reason).ShouldBe((SendStatus.Retryable, "unavailable"));
        result.Message.ShouldContain(why);
    }

    [Fact]
    public async Task Answer_FrameInsideAHeaderBlock_EndsTheConnection() => (await AnsweredBy(static async peer =>
    {
        await peer.WriteAsync(FrameType.Headers, 0, 1, Ok);
        await peer.WriteAsync(FrameType.Ping, 0, 0, new byte[8]);
    })).Message.ShouldContain("Ping stands inside a header block");

    [Fact]
    public async Task Answer_HeaderBlockWithoutEnd_EndsTheConnection() => (await AnsweredBy(static async peer =>
    {
        // In one write: behind the last that it takes, the client hangs up.
        byte[][] frames =
            [RawFrame.Bytes(FrameType.Headers, 0, 1, Ok), .. Enumerable.Repeat(RawFrame.Bytes(FrameType.Continuation, 0, 1), 40)];
        await peer.WriteRawAsync([.. frames.SelectMany(static frame => frame)]);
    })).Message.ShouldContain("header block does not end");

    [Fact]
    public async Task Answer_TooManyHeaders_FailsThatCallAlone() => (await AnsweredBy(static async peer =>
    {
        byte[] block = ScriptedConnection.Block((":status", "200"), ("a", new string('x', 8000)), ("b", new string('x', 8000)));
        await peer.WriteAsync(FrameType.Headers, 0, 1, block);
        for (int i = 0; i < 4; i++)
        {
            byte[] more = ScriptedConnection.Block(("c", new string('x', 8000)), ("d", new string('x', 8000)));
            await peer.WriteAsync(FrameType.Continuation, i == 3 ? EndHeaders : (byte)0, 1, more);
        }
    })).Message.ShouldContain("more than 64 KiB of headers");

    [Fact]
    public async Task Answer_FrameLongerThanAllowed_EndsTheConnection() => (await AnsweredBy(static peer =>
        peer.WriteAsync(FrameType.Data, 0, 1, new byte[16_385]))).Message.ShouldContain("a frame of 16385 bytes");
}
