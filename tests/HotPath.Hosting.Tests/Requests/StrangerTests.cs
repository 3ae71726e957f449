using System.Net.Sockets;
using System.Text;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Core.Http2;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Hosting.Tests.Http;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http2;

namespace HotPath.Hosting.Tests.Requests;

/// <summary>A sender of 60 MiB whom nobody knows: what is let through of it, over both versions of HTTP.</summary>
public sealed class StrangerTests
{
    private const int BodyBytes = 60 << 20;
    private const int PieceBytes = 64 << 10;
    private const string Bearer = "bearertokenauth";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(GrpcTransport.Own)]
    [InlineData(GrpcTransport.Kestrel)]
    public async Task Http2_OfALargeBody_LetsThroughNoMoreThanTheStreamsWindow(GrpcTransport transport)
    {
        int window = GrpcRig.Limits.StreamWindowBytes;
        await using GrpcRig rig =
            await GrpcRig.StartAsync(transport, GrpcRig.Plan with { Auth = Guards.Use(Bearer) }, guard: "token: secret");
        long begun = 0;
        GrpcCall call = GrpcCall.Export(Signal.Traces, new byte[BodyBytes]) with
        {
            PieceBytes = PieceBytes,
            BeforePiece = sent =>
            {
                Volatile.Write(ref begun, sent + PieceBytes);
                return Task.CompletedTask;
            },
        };

        // Some clients read the answer, others see the reset behind it first.
        Task<GrpcReply> sending = rig.Client.SendAsync(call);
        await sending.WaitAsync(Patience).ContinueWith(static _ => { }, TaskScheduler.Default);

        sending.IsCompleted.ShouldBeTrue();
        Volatile.Read(ref begun).ShouldBeLessThanOrEqualTo(window + PieceBytes, "the window is never given back to a stranger's stream");
        rig.Traces.Refused.ShouldHaveSingleItem().Reason.ShouldBe(RefuseReason.Unauthenticated);
        rig.Traces.Asked.ShouldBeEmpty();
        rig.ChargedBytes.ShouldBe(0);
    }

    [Fact]
    public async Task Http2_OfAClientThatGoesOnSending_KeepsItsConnectionServedAndRentsNothing()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(
            GrpcTransport.Own, GrpcRig.Plan with { Auth = Guards.Use(Bearer) }, guard: "token: secret");
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        await client.OpenAsync(1);
        byte[] piece = RawFrame.Bytes(FrameType.Data, FrameFlags.None, 1, new byte[Http2Limits.LeastMaxFrameBytes]);
        for (int sent = 0; sent < GrpcRig.Limits.StreamWindowBytes; sent += Http2Limits.LeastMaxFrameBytes)
        {
            await client.SendAsync(piece);
        }

        (await client.ReadAsync(FrameType.Headers, 1)).Header.Has(FrameFlags.EndStream).ShouldBeTrue();
        (await client.ReadResetAsync(1)).ShouldBe(Http2ErrorCode.NoError);
        await client.OpenAsync(3, ("authorization", "Bearer secret"));
        await client.SendAsync(RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, 3, GrpcMessages.Frame([1, 2, 3])));

        var seen = new List<RawFrame>();
        do
        {
            seen.Add((await client.ReadAsync()).ShouldNotBeNull("the connection stays"));
        }
        while (seen[^1].Header is not { Type: FrameType.Headers, StreamId: 3 } || !seen[^1].Header.Has(FrameFlags.EndStream));

        seen.ShouldNotContain(static frame => frame.Header.Type == FrameType.WindowUpdate && frame.Header.StreamId == 1);
        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe([1, 2, 3]);
        rig.Traces.Asked.Count.ShouldBe(1, "room is asked for one request only");
    }

    /// <summary>
    /// HTTP/1.1 has no way to stop a body but to end the connection. The answer comes before any of it; what comes all the same is read by
    /// Kestrel and thrown away, and after five seconds of that the connection ends. No room of ours is taken.
    /// </summary>
    [Theory]
    [InlineData("")]
    [InlineData("Expect: 100-continue\r\n")]
    public async Task Http11_OfALargeBody_IsAnsweredBeforeTheBodyAndRentsNothing(string expect)
    {
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { Auth = Guards.Use(Bearer) }, guard: "token: secret");
        using var client = new TcpClient();
        await client.ConnectAsync(rig.Address);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST /v1/traces HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/x-protobuf\r\nContent-Length: "
            + $"{BodyBytes}\r\n{expect}\r\n"));

        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync().WaitAsync(Patience)).ShouldBe("HTTP/1.1 401 Unauthorized");
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe((RefuseReason.Unauthenticated, BodyBytes));
        rig.Traces.Asked.ShouldBeEmpty();
        rig.ChargedBytes.ShouldBe(0);
    }
}
