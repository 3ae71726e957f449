using System.Buffers.Binary;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Grpc;

namespace HotPath.Hosting.Tests.Grpc;

/// <summary>What a message may take, and when room is asked for it.</summary>
public abstract class GrpcSizeTests(GrpcTransport transport)
{
    public sealed class OverOwn() : GrpcSizeTests(GrpcTransport.Own);

    public sealed class OverKestrel() : GrpcSizeTests(GrpcTransport.Kestrel);

    private const int First = 256 * 1024;

    [Fact]
    public async Task Message_OverTheLimit_IsExhaustedBeforeAnythingIsReserved()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport, GrpcRig.Plan with { MaxReceiveBytes = 1 << 20 });

        GrpcReply over = await rig.Client.ExportAsync(Signal.Traces, new byte[(1 << 20) + 1]);
        rig.Traces.Asked.ShouldBeEmpty();
        GrpcReply at = await rig.Client.ExportAsync(Signal.Traces, new byte[1 << 20]);

        over.Status.ShouldBe(8);
        over.Message!.ShouldContain("1048577 vs. 1048576");
        over.Message!.ShouldContain("max_recv_msg_size_mib");
        over.Details.ShouldBeNull();
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe(("too_large", (1 << 20) + 1));
        at.Status.ShouldBe(0);
    }

    [Fact]
    public async Task Declaration_OfFourGibibytes_IsExhausted()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        byte[] body = new byte[100];
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(1), uint.MaxValue);

        GrpcReply reply = await rig.Client.SendAsync(GrpcCall.Export(Signal.Traces, []) with { Body = body });

        reply.Status.ShouldBe(8);
        rig.Traces.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Message_OverItsShareOfTheBudget_IsExhaustedAndNamesTheKey()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        rig.Traces.MaxRequestBytes = 1000;

        GrpcReply reply = await rig.Client.ExportAsync(Signal.Traces, new byte[1001]);

        reply.Status.ShouldBe(8);
        reply.Message!.ShouldContain("1001 vs. 1000");
        reply.Message!.ShouldContain("limit_mib");
        reply.Details.ShouldBeNull();
    }

    [Fact]
    public async Task Declaration_WithoutItsBytes_HoldsTheFirstReservationOnly()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        var pause = new TaskCompletionSource();
        byte[] message = new byte[30 << 20];

        GrpcCall call = GrpcCall.Export(Signal.Traces, message) with
        {
            PieceBytes = 100,
            BeforePiece = sent => sent == 100 ? pause.Task : Task.CompletedTask,
        };
        Task<GrpcReply> reply = rig.Client.SendAsync(call with { Body = call.Body[..200] });
        await rig.Traces.WhenAskedAsync();

        rig.Traces.Asked.ShouldBe([First]);
        rig.ChargedBytes.ShouldBeLessThanOrEqualTo(First * 5 / 4);
        pause.SetResult();
        (await reply).Status.ShouldBe(13);
    }

    [Fact]
    public async Task LargeMessage_GrowsToItsDeclaredSizeOnce()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        byte[] message = new byte[3 << 20];
        new Random(1).NextBytes(message);

        GrpcReply reply = await rig.Client.SendAsync(GrpcCall.Export(Signal.Traces, message) with { PieceBytes = 10_000 });

        reply.Status.ShouldBe(0, reply.Message);
        // At the prefix it asks for what has arrived already, if that is more than the first reservation.
        rig.Traces.Asked.Count.ShouldBe(2);
        rig.Traces.Asked.First().ShouldBeInRange(First, message.Length - 1);
        rig.Traces.Asked.Last().ShouldBe(message.Length);
        rig.Traces.Delivered.ShouldHaveSingleItem().ShouldBe(message);
    }

    [Fact]
    public async Task SmallMessage_TakesWhatItDeclares()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        await rig.Client.ExportAsync(Signal.Traces, new byte[1234]);

        rig.Traces.Asked.ShouldBe([1234]);
    }

    [Fact]
    public async Task NoRoom_AtThePrefix_IsUnavailableWithADelay()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        rig.Traces.Admit = _ => Admission.Throttled(TimeSpan.FromMilliseconds(1250));

        GrpcReply reply = await rig.Client.ExportAsync(Signal.Traces, new byte[5 << 20]);

        reply.Status.ShouldBe(14);
        reply.Message.ShouldBe("data refused due to high memory usage");
        reply.RetryDelay.ShouldBe(TimeSpan.FromMilliseconds(1250));
        reply.Details!.Code.ShouldBe(14);
        reply.Details.Message.ShouldBe(reply.Message);
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe(("memory", 5 << 20));
    }

    [Fact]
    public async Task NoRoom_ToGrow_IsUnavailableAndHoldsNothing()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        rig.Traces.Admit = bytes => bytes > First ? Admission.Throttled(TimeSpan.FromSeconds(3)) : Admission.Admitted;

        GrpcReply reply = await rig.Client.SendAsync(GrpcCall.Export(Signal.Traces, new byte[5 << 20]) with { PieceBytes = 10_000 });

        reply.Status.ShouldBe(14);
        reply.RetryDelay.ShouldBe(TimeSpan.FromSeconds(3));
        SpinWait.SpinUntil(() => rig.ChargedBytes == 0, GrpcRig.Patience).ShouldBeTrue("the message's room was not given back");
    }

    [Fact]
    public async Task TooLarge_SaidByTheEngine_IsExhaustedWithoutADelay()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        rig.Traces.Admit = _ => Admission.TooLarge(10);

        GrpcReply reply = await rig.Client.ExportAsync(Signal.Traces, new byte[11]);

        reply.Status.ShouldBe(8);
        reply.Details.ShouldBeNull();
        rig.Traces.Refused.ShouldHaveSingleItem().Reason.ShouldBe("too_large");
    }
}
