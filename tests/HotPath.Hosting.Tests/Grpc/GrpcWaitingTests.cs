using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Tests.Listeners;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Grpc;

/// <summary>Deadlines, slow bodies and senders that go away, under a clock that the test moves.</summary>
public abstract class GrpcWaitingTests(GrpcTransport transport)
{
    public sealed class OverOwn() : GrpcWaitingTests(GrpcTransport.Own);

    public sealed class OverKestrel() : GrpcWaitingTests(GrpcTransport.Kestrel);

    private static readonly byte[] Message = SampleRequests.Traces(spans: 50, seed: 1);

    [Fact]
    public async Task Timeout_BecomesTheEnginesDeadline()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        await rig.Client.SendAsync(GrpcCall.Export(Signal.Traces, Message) with { Timeout = "1500m" });
        await rig.Client.SendAsync(GrpcCall.Export(Signal.Traces, Message));

        rig.Traces.Deadlines.ShouldBe([Deadline.After(rig.Clock, TimeSpan.FromMilliseconds(1500)), null]);
    }

    [Fact]
    public async Task Timeout_OfZero_IsExceededAtOnce()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);

        GrpcReply reply = await rig.Client.SendAsync(GrpcCall.Export(Signal.Traces, Message) with { Timeout = "0n" });

        reply.Status.ShouldBe(4);
        rig.Traces.Delivered.ShouldBeEmpty();
        rig.Traces.Refused.ShouldHaveSingleItem().Reason.ShouldBe("deadline");
    }

    [Fact]
    public async Task Deadline_ThatPassesWhileTheBodyComes_IsExceeded()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        var pause = new TaskCompletionSource();
        Task<GrpcReply> reply = SendHalfAsync(rig, pause.Task, timeout: "3S");
        await rig.WhenBodyIsAwaitedAsync();

        rig.Clock.Advance(TimeSpan.FromSeconds(2));
        rig.Traces.Refused.ShouldBeEmpty();
        rig.Clock.Advance(TimeSpan.FromSeconds(1));

        (await reply).Status.ShouldBe(4);
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe(("deadline", Message.Length));
        SpinWait.SpinUntil(() => rig.ChargedBytes == 0, GrpcRig.Patience).ShouldBeTrue("the message's room was not given back");
        pause.SetResult();
    }

    [Theory]
    [InlineData(365)]
    [InlineData(-365)]
    public async Task WallClock_JumpsWhileTheBodyComes_TheDeadlineNeitherPassesNorMoves(int days)
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        var pause = new TaskCompletionSource();
        Task<GrpcReply> reply = SendHalfAsync(rig, pause.Task, timeout: "3S");
        await rig.WhenBodyIsAwaitedAsync();

        rig.Clock.JumpWall(TimeSpan.FromDays(days));
        rig.Clock.Advance(TimeSpan.FromSeconds(2));
        rig.Traces.Refused.ShouldBeEmpty();
        rig.Clock.Advance(TimeSpan.FromSeconds(1));

        (await reply).Status.ShouldBe(4);
        rig.Traces.Refused.ShouldHaveSingleItem().Reason.ShouldBe("deadline");
        pause.SetResult();
    }

    [Fact]
    public async Task Body_ThatStalls_IsRefusedAfterTheWindow()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        var pause = new TaskCompletionSource();
        Task<GrpcReply> reply = SendHalfAsync(rig, pause.Task);
        await rig.WhenBodyIsAwaitedAsync();

        rig.Clock.Advance(TimeSpan.FromSeconds(9));
        rig.Traces.Refused.ShouldBeEmpty();
        rig.Clock.Advance(TimeSpan.FromSeconds(1));

        GrpcReply slow = await reply;
        slow.Status.ShouldBe(14);
        slow.Message!.ShouldContain("4096 bytes a second");
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe(("too_slow", Message.Length));
        SpinWait.SpinUntil(() => rig.ChargedBytes == 0, GrpcRig.Patience).ShouldBeTrue("the message's room was not given back");
        pause.SetResult();
    }

    [Fact]
    public async Task Sender_ThatGoesAwayInItsBody_LeavesNothingBehind()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        using var cancel = new CancellationTokenSource();
        Task<GrpcReply> reply = SendHalfAsync(rig, Task.Delay(Timeout.Infinite, cancel.Token), cancel: cancel.Token);
        await rig.WhenBodyIsAwaitedAsync();

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => reply);
        await rig.Traces.WhenRefusedAsync();

        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe(("aborted", Message.Length));
        SpinWait.SpinUntil(() => rig.ChargedBytes == 0, GrpcRig.Patience).ShouldBeTrue("the message's room was not given back");
        (await rig.Client.ExportAsync(Signal.Traces, Message)).Status.ShouldBe(0);
    }

    [Fact]
    public async Task Connection_ThatEndsInABody_LeavesNothingBehind()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        using (Http2Probe probe = await Http2Probe.ConnectAsync(rig.Address))
        {
            await probe.SendHeadersAsync(streamId: 1);
            await probe.SendAsync(Http2Probe.Data, 0, 1, GrpcMessages.Frame(Message)[..100]);
            await rig.WhenBodyIsAwaitedAsync();
        }

        await rig.Traces.WhenRefusedAsync();

        rig.Traces.Refused.ShouldHaveSingleItem().Reason.ShouldBe("aborted");
        SpinWait.SpinUntil(() => rig.ChargedBytes == 0, GrpcRig.Patience).ShouldBeTrue("the message's room was not given back");
        rig.Logs.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sender_ThatGoesAwayWhileTheEngineWaits_IsToldToTheEngine()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        var entered = new TaskCompletionSource();
        var told = new TaskCompletionSource();
        rig.Traces.Verdict = async (_, gone) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, gone).ContinueWith(_ => told.SetResult(), TaskScheduler.Default);
            gone.ThrowIfCancellationRequested();
            return Outcome.Ok;
        };
        using var cancel = new CancellationTokenSource();
        Task<GrpcReply> reply = rig.Client.ExportAsync(Signal.Traces, Message, cancel.Token);
        await entered.Task.WaitAsync(GrpcRig.Patience);

        await cancel.CancelAsync();

        await told.Task.WaitAsync(GrpcRig.Patience);
        await Should.ThrowAsync<OperationCanceledException>(() => reply);
        rig.Logs.Lines.ShouldBeEmpty();
    }

    /// <summary>Sends half a message, then waits for <paramref name="pause"/> before the rest.</summary>
    private static Task<GrpcReply> SendHalfAsync(GrpcRig rig, Task pause, string? timeout = null, CancellationToken cancel = default)
    {
        GrpcCall call = GrpcCall.Export(Signal.Traces, Message) with { Timeout = timeout, PieceBytes = (Message.Length / 2) + 5 };
        return rig.Client.SendAsync(call with { BeforePiece = sent => sent > 0 ? pause : Task.CompletedTask }, cancel);
    }
}
