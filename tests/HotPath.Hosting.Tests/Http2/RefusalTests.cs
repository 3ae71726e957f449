using HotPath.Components.Receivers.Otlp;
using HotPath.Core.Http2;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Requests;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http2;

namespace HotPath.Hosting.Tests.Http2;

/// <summary>
/// Requests that are refused before they are whole: answered at once, their streams ended by RST_STREAM(NO_ERROR) (RFC 9113 section 8.1),
/// and what still comes of them skipped.
/// </summary>
public sealed class RefusalTests
{
    private const int Unavailable = 14;
    private const int Window = 65_535;

    private static readonly byte[] Message = [0x0A, 0x00];
    private static readonly Admission Throttled = Admission.Throttled(TimeSpan.FromSeconds(3));

    [Fact]
    public async Task Refusal_AtThePrefix_IsAnsweredAtOnceAndEndsTheStream()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        rig.Traces.Admit = static _ => Throttled;
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        await client.OpenAsync(1);

        await client.SendAsync(RawFrame.Bytes(FrameType.Data, 0, 1, Beginning(2 << 20)));

        await ShouldBeRefusedAsync(client, 1);
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe(("memory", 2 << 20));
        rig.ChargedBytes.ShouldBe(0);
    }

    [Fact]
    public async Task Refusal_OfAnAnnouncedRequest_AsksForNoneOfItsBody()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        rig.Traces.AdmitUnseen = static () => Throttled;
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        await client.OpenAsync(1);

        await ShouldBeRefusedAsync(client, 1);
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe(("memory", 0));
        rig.Traces.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Refusal_OfWhatIsBadFromTheStart_AsksForNoneOfItsBody()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        await client.OpenAsync(1, ("grpc-encoding", "br"));

        (await client.ReadAnswerAsync(1)).Status.ShouldBe(12);
        (await client.ReadResetAsync(1)).ShouldBe(Http2ErrorCode.NoError);
    }

    [Fact]
    public async Task Request_WithoutABody_IsNotRefusedForMemory()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        rig.Traces.AdmitUnseen = static () => Throttled;
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        await client.SendAsync(RawFrame.Bytes(FrameType.Headers, FrameFlags.EndHeaders | FrameFlags.EndStream, 1, RawBlock.ForExport()));

        // No message at all is a fault of its own, which sending again does not mend.
        (await client.ReadAnswerAsync(1)).Status.ShouldBe(13);
    }

    [Fact]
    public async Task Body_BehindARefusal_IsSkippedAndCreditedToTheConnectionOnly()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(
            GrpcTransport.Own, limits: GrpcRig.Limits with { ConnectionWindowBytes = Window, StreamWindowBytes = Window });
        rig.Traces.Admit = static bytes => bytes > 1000 ? Throttled : Admission.Admitted;
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        await client.OpenAsync(1);
        await client.SendAsync(RawFrame.Bytes(FrameType.Data, 0, 1, Beginning(2 << 20)));
        await ShouldBeRefusedAsync(client, 1);

        // What was in flight: cut in the middle of frames, with padding, and with an end that nobody waits for.
        byte[] flight =
        [
            .. RawFrame.Bytes(FrameType.Data, 0, 1, new byte[16_384]),
            .. RawFrame.Bytes(FrameType.Data, FrameFlags.Padded, 1, [9, .. new byte[16_000]]),
            .. RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, 1, new byte[16_384]),
        ];
        foreach (byte[] piece in flight.Chunk(10_007))
        {
            await client.SendAsync(piece);
        }

        RawFrame credit = await client.ReadAsync(FrameType.WindowUpdate);
        credit.Header.StreamId.ShouldBe(0);
        credit.Increment.ShouldBeGreaterThanOrEqualTo(16_384);
        await client.ExportAsync(3, Message);
        (await client.ReadAnswerAsync(3)).Status.ShouldBe(0);
        rig.Traces.Refused.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Refusals_AndTheirEchoes_AreNoFlood()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own, limits: GrpcRig.Limits with { MaxResetsPerSecond = 1 });
        rig.Traces.AdmitUnseen = static () => Throttled;
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        for (int streamId = 1; streamId < 100; streamId += 2)
        {
            await client.OpenAsync(streamId);
            await ShouldBeRefusedAsync(client, streamId);
            await client.SendAsync(RawFrame.Reset(streamId));
        }

        rig.Traces.AdmitUnseen = static () => Admission.Admitted;
        await client.ExportAsync(101, Message);

        (await client.ReadAnswerAsync(101)).Status.ShouldBe(0);
        rig.Logs.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Echo_OfOneRefusal_IsForgivenOnce()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own, limits: GrpcRig.Limits with { MaxResetsPerSecond = 1 });
        rig.Traces.AdmitUnseen = static () => Throttled;
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        await client.OpenAsync(1);
        await ShouldBeRefusedAsync(client, 1);

        await client.SendAsync(RawFrame.Reset(1), RawFrame.Reset(1), RawFrame.Reset(1));

        (await client.ReadGoAwayAsync()).Code.ShouldBe(Http2ErrorCode.EnhanceYourCalm);
    }

    [Fact]
    public async Task Connection_WithARefusal_IsReadOnAfterThePause()
    {
        var pause = TimeSpan.FromMilliseconds(20);
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own, limits: GrpcRig.Limits with { RefusalPause = pause });
        rig.Traces.AdmitUnseen = static () => Throttled;
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        await client.OpenAsync(1);
        await ShouldBeRefusedAsync(client, 1);
        rig.Clock.NextDue.ShouldBe(pause);

        rig.Traces.AdmitUnseen = static () => Admission.Admitted;
        await client.ExportAsync(3, Message);
        rig.Clock.Advance(pause);

        (await client.ReadAnswerAsync(3)).Status.ShouldBe(0);
        rig.Clock.NextDue.ShouldNotBe(pause);
    }

    [Fact]
    public async Task Connection_ThatPauses_StillSendsItsAnswers()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(
            GrpcTransport.Own, limits: GrpcRig.Limits with { RefusalPause = TimeSpan.FromMilliseconds(20) });
        var verdict = new TaskCompletionSource();
        rig.Traces.Verdict = async (_, _) =>
        {
            await verdict.Task;
            return Outcome.Ok;
        };
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        await client.ExportAsync(1, Message);
        await rig.Traces.WhenAskedAsync();
        rig.Traces.AdmitUnseen = static () => Throttled;
        await client.OpenAsync(3);
        await ShouldBeRefusedAsync(client, 3);

        verdict.SetResult();

        (await client.ReadAnswerAsync(1)).Status.ShouldBe(0);
    }

    [Fact]
    public async Task Connection_ThatEndsWhileItPauses_IsForgotten()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(
            GrpcTransport.Own, limits: GrpcRig.Limits with { RefusalPause = TimeSpan.FromMilliseconds(20) });
        rig.Traces.AdmitUnseen = static () => Throttled;
        using (RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address))
        {
            await client.OpenAsync(1);
            await ShouldBeRefusedAsync(client, 1);
        }

        rig.Clock.Advance(TimeSpan.FromMilliseconds(20));

        rig.Traces.AdmitUnseen = static () => Admission.Admitted;
        using RawHttp2 other = await RawHttp2.ConnectAsync(rig.Address);
        await other.ExportAsync(1, Message);
        (await other.ReadAnswerAsync(1)).Status.ShouldBe(0);
    }

    /// <summary>The first hundred bytes of a framed message.</summary>
    private static byte[] Beginning(int messageBytes) => GrpcMessages.Frame(new byte[messageBytes])[..100];

    private static async Task ShouldBeRefusedAsync(RawHttp2 client, int streamId)
    {
        RawAnswer answer = await client.ReadAnswerAsync(streamId);
        answer.Status.ShouldBe(Unavailable);
        answer.Fields.Keys.ShouldContain("grpc-status-details-bin");
        answer.DataFrames.ShouldBe(0);
        (await client.ReadResetAsync(streamId)).ShouldBe(Http2ErrorCode.NoError);
    }
}
