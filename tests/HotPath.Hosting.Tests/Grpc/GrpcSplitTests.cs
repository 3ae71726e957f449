using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Grpc;

/// <summary>A body means the same however HTTP/2 cuts it into frames.</summary>
public abstract class GrpcSplitTests(GrpcTransport transport)
{
    public sealed class OverOwn() : GrpcSplitTests(GrpcTransport.Own);

    public sealed class OverKestrel() : GrpcSplitTests(GrpcTransport.Kestrel);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_SentByteByByte_ArrivesWhole(bool gzip)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        byte[] message = SampleRequests.Traces(spans: 2, seed: 1);
        GrpcCall call = gzip ? GrpcCall.ExportGzip(Signal.Traces, message) : GrpcCall.Export(Signal.Traces, message);

        GrpcReply reply = await rig.Client.SendAsync(call with { PieceBytes = 1 });

        reply.Status.ShouldBe(0, reply.Message);
        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(message);
    }

    [Fact]
    public async Task Body_SplitAtEveryOffset_ArrivesWhole()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        byte[] message = SampleRequests.Traces(spans: 1, seed: 2)[..Math.Min(80, SampleRequests.Traces(spans: 1, seed: 2).Length)];
        byte[] body = GrpcMessages.Frame(message);

        for (int cut = 1; cut < body.Length; cut++)
        {
            GrpcReply reply = await rig.Client.SendAsync(GrpcCall.Export(Signal.Traces, message) with { PieceBytes = cut });

            reply.Status.ShouldBe(0, $"cut at {cut}: {reply.Message}");
            rig.Traces.Delivered.TryDequeue(out byte[]? delivered).ShouldBeTrue();
            delivered.ShouldBe(message);
        }
    }

    [Fact]
    public async Task Body_TruncatedAtEveryOffset_IsRefusedAndHoldsNothing()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        byte[] body = GrpcMessages.Frame(new byte[40]);

        for (int length = 0; length < body.Length; length++)
        {
            GrpcReply reply = await rig.Client.SendAsync(GrpcCall.Export(Signal.Traces, []) with { Body = body.AsMemory(0, length) });

            reply.Status.ShouldBe(13, $"{length} bytes");
            reply.Message!.ShouldContain(length == 0 ? "no request message" : "unexpected end");
        }

        rig.Traces.Delivered.ShouldBeEmpty();
        rig.Traces.Refused.Count.ShouldBe(body.Length);
        rig.Traces.Refused.ShouldAllBe(refused => refused.Reason == "bad_framing");
        SpinWait.SpinUntil(() => rig.ChargedBytes == 0, GrpcRig.Patience).ShouldBeTrue("the message's room was not given back");
    }
}
