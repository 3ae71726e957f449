using HotPath.Components.Receivers.Otlp;
using HotPath.Core.Http2;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing.Http2;

namespace HotPath.Hosting.Tests.Http2;

/// <summary>Keepalive, age, idleness and the two-step end of a connection, under a clock that the test moves.</summary>
public sealed class LifetimeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Stop_InTwoSteps_LosesNoRequestThatWasUnderWay()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        client.IsPolite = false;
        await client.ExportAsync(1, [0x0A, 0]);
        (await client.ReadAnswerAsync(1)).Status.ShouldBe(0);

        Task stop = rig.Host.StopAsync(CancellationToken.None);
        (Http2ErrorCode code, int last, _) = await client.ReadGoAwayAsync();
        (code, last).ShouldBe((Http2ErrorCode.NoError, int.MaxValue));
        RawFrame ping = await client.ReadAsync(FrameType.Ping);

        // The client did not know yet when it sent this one; it is served.
        await client.ExportAsync(3, [0x0A, 0]);
        (await client.ReadAnswerAsync(3)).Status.ShouldBe(0);
        await client.OpenAsync(5);
        await client.SendAsync(RawFrame.Bytes(FrameType.Ping, FrameFlags.Ack, 0, ping.Payload));
        (code, last, _) = await client.ReadGoAwayAsync();
        (code, last).ShouldBe((Http2ErrorCode.NoError, 5));

        // What comes now is ignored, and what was taken is still answered.
        await client.ExportAsync(7, [0x0A, 0]);
        await client.SendAsync(RawFrame.WindowUpdate(7, 10), RawFrame.Reset(7));
        await client.SendAsync(RawFrame.Bytes(FrameType.Data, FrameFlags.EndStream, 5, 0, 0, 0, 0, 2, 0x0A, 0));
        (await client.ReadAnswerAsync(5)).Status.ShouldBe(0);
        (await client.ReadToEndAsync()).ShouldBeEmpty();
        await stop.WaitAsync(GrpcRig.Patience);
        rig.Traces.Delivered.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Stop_WithAClientThatDoesNotAcknowledge_GoesOnInTime()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        client.IsPolite = false;
        await client.ReadAsync(FrameType.Settings);

        Task stop = rig.Host.StopAsync(CancellationToken.None);
        (await client.ReadGoAwayAsync()).LastStreamId.ShouldBe(int.MaxValue);
        rig.Clock.Advance(5 * Second);

        (await client.ReadGoAwayAsync()).LastStreamId.ShouldBe(0);
        await stop.WaitAsync(GrpcRig.Patience);
    }

    [Fact]
    public async Task Stop_BeforeAPreface_EndsTheConnection()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = RawHttp2.Connect(rig.Address);
        await rig.Clock.WhenArmedAsync(2);

        await rig.Host.StopAsync(CancellationToken.None).WaitAsync(GrpcRig.Patience);

        (await client.ReadToEndAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Connection_WithoutRequestsForItsMaximum_IsClosedInGoodOrder()
    {
        await using GrpcRig rig = await StartAsync(GrpcKeepalivePlan.Default with { MaxConnectionIdle = 10 * Second });
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        for (int streamId = 1; streamId < 6; streamId += 2)
        {
            await client.ExportAsync(streamId, [0x0A, 0]);
            (await client.ReadAnswerAsync(streamId)).Status.ShouldBe(0);
            rig.Clock.Advance(9 * Second);
        }

        rig.Clock.Advance(2 * Second);

        (await client.ReadGoAwayAsync()).Code.ShouldBe(Http2ErrorCode.NoError);
        (await client.ReadGoAwayAsync()).LastStreamId.ShouldBe(5);
        (await client.ReadToEndAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Connection_WithARequest_IsNotIdle()
    {
        await using GrpcRig rig = await StartAsync(GrpcKeepalivePlan.Default with { MaxConnectionIdle = 10 * Second });
        var release = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        rig.Traces.Verdict = async (_, _) =>
        {
            entered.SetResult();
            await release.Task;
            return Outcome.Ok;
        };
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        await client.ExportAsync(1, [0x0A, 0]);
        await entered.Task.WaitAsync(GrpcRig.Patience);

        rig.Clock.Advance(60 * Second);
        release.SetResult();

        RawFrame headers = await client.ReadAsync(FrameType.Headers);
        headers.Header.StreamId.ShouldBe(1);
    }

    [Fact]
    public async Task Connection_ThatIsSilent_IsPingedAndThenEnds()
    {
        await using GrpcRig rig = await StartAsync(GrpcKeepalivePlan.Default with { Time = 10 * Second, Timeout = 3 * Second });
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        // Not even an acknowledgement is under way when the clock moves: it might be heard in between.
        client.IsPolite = false;
        await client.ReadAsync(FrameType.Settings);

        // The second is the one in which the watch notices what was sent before the clock moved.
        rig.Clock.Advance(11 * Second);
        RawFrame ping = await client.ReadAsync(FrameType.Ping);
        await client.SendAsync(RawFrame.Bytes(FrameType.Ping, FrameFlags.Ack, 0, ping.Payload));
        await client.SendAsync(RawFrame.Bytes(FrameType.Headers, 5, 1, RawBlock.ForExport()));
        await client.ReadAnswerAsync(1);
        rig.Clock.Advance(11 * Second);
        await client.ReadAsync(FrameType.Ping);
        rig.Clock.Advance(3 * Second);

        (await client.ReadGoAwayAsync()).Text.ShouldContain("keepalive");
        (await client.ReadToEndAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Settings_NotAcknowledgedInTime_EndTheConnection()
    {
        await using GrpcRig rig =
            await GrpcRig.StartAsync(GrpcTransport.Own, limits: GrpcRig.Limits with { SettingsTimeout = 20 * Second });
        using RawHttp2 rude = await RawHttp2.ConnectAsync(rig.Address);
        rude.IsPolite = false;
        await rude.ReadAsync(FrameType.Settings);
        using RawHttp2 polite = await RawHttp2.ConnectAsync(rig.Address);
        await polite.ReadAsync(FrameType.Settings);
        await polite.ExportAsync(1, [0x0A, 0]);
        (await polite.ReadAnswerAsync(1)).Status.ShouldBe(0);

        rig.Clock.Advance(21 * Second);

        (Http2ErrorCode code, _, string text) = await rude.ReadGoAwayAsync();
        (code, text).ShouldBe((Http2ErrorCode.SettingsTimeout, "SETTINGS were not acknowledged within 20 s"));
        (await rude.ReadToEndAsync()).ShouldBeEmpty();
        await polite.ExportAsync(3, [0x0A, 0]);
        (await polite.ReadAnswerAsync(3)).Status.ShouldBe(0);
        rig.Host.Connections.Limited.All.ShouldBe([KeyValuePair.Create("settings_timeout", 1L)]);
        rig.Logs.Lines.ShouldHaveSingleItem().ShouldContain("limit=settings_timeout;");
    }

    [Fact]
    public async Task Age_Reached_EndsInGoodOrderAndIsCutPastItsGrace()
    {
        GrpcKeepalivePlan keepalive =
            GrpcKeepalivePlan.Default with { MaxConnectionAge = 100 * Second, MaxConnectionAgeGrace = 60 * Second };

        // A body may pause for as long as it likes: or it would be refused before the connection is cut.
        await using GrpcRig rig = await GrpcRig.StartAsync(
            GrpcTransport.Own,
            GrpcRig.Plan with { Keepalive = keepalive },
            GrpcRig.Limits with { BodyRateWindow = TimeSpan.FromDays(1) });
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        await client.OpenAsync(1);
        await client.SendAsync(RawFrame.Bytes(FrameType.Data, 0, 1, 0, 0, 0, 0, 9, 1));
        await rig.WhenBodyIsAwaitedAsync();

        // 100 s ± 10 %, looked at once a second.
        rig.Clock.Advance(89 * Second);
        rig.Traces.Refused.ShouldBeEmpty();
        rig.Clock.Advance(22 * Second);
        (await client.ReadGoAwayAsync()).Code.ShouldBe(Http2ErrorCode.NoError);
        rig.Clock.Advance(60 * Second);

        await client.ReadToEndAsync();
        await rig.Traces.WhenRefusedAsync();
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe(("aborted", 9));
        SpinWait.SpinUntil(() => rig.ChargedBytes == 0, GrpcRig.Patience).ShouldBeTrue("the message's room was not given back");
    }

    [Theory]
    [InlineData(false, 60, 4)]
    [InlineData(true, 300, 0)]
    [InlineData(true, 299, 4)]
    public async Task Pings_AgainstThePolicy_EndTheConnection(bool withStream, int everySeconds, int endsAt)
    {
        await using GrpcRig rig = await StartAsync(GrpcKeepalivePlan.Default with { PermitPingsWithoutStream = withStream });
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        for (int ping = 1; ping <= 6; ping++)
        {
            await client.SendAsync(RawFrame.Ping());
            if (ping == endsAt)
            {
                (Http2ErrorCode code, _, string text) = await client.ReadGoAwayAsync();
                (code, text).ShouldBe((Http2ErrorCode.EnhanceYourCalm, "too_many_pings"));
                rig.Host.Connections.Limited.All.ShouldBe([KeyValuePair.Create("min_time", 1L)]);
                rig.Logs.Lines.ShouldHaveSingleItem().ShouldContain("limit=min_time; why=too_many_pings;");
                return;
            }

            await client.ReadAsync(FrameType.Ping);
            rig.Clock.Advance(everySeconds * Second);
        }

        endsAt.ShouldBe(0);
    }

    [Fact]
    public async Task Pings_BetweenAnswers_AreNoStrikes()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        for (int streamId = 1; streamId < 20; streamId += 2)
        {
            await client.SendAsync(RawFrame.Ping());
            await client.ExportAsync(streamId, [0x0A, 0]);
            (await client.ReadAnswerAsync(streamId)).Status.ShouldBe(0);
        }
    }

    /// <summary>grpc-go sends as many on a fast network. Past the answers a ping counts again.</summary>
    [Fact]
    public async Task Pings_OneForEachAnswer_AreNoFlood()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own, limits: GrpcRig.Limits with { MaxPingsPerSecond = 1 });
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);

        for (int streamId = 1; streamId < 20; streamId += 2)
        {
            await client.ExportAsync(streamId, [0x0A, 0]);
            (await client.ReadAnswerAsync(streamId)).Status.ShouldBe(0);
            await client.SendAsync(RawFrame.Ping());
            (await client.ReadAsync(FrameType.Ping)).Header.Flags.ShouldBe(FrameFlags.Ack);
        }

        await client.SendAsync(RawFrame.Ping(), RawFrame.Ping());
        (await client.ReadGoAwayAsync()).Code.ShouldBe(Http2ErrorCode.EnhanceYourCalm);
    }

    private static Task<GrpcRig> StartAsync(GrpcKeepalivePlan keepalive) =>
        GrpcRig.StartAsync(GrpcTransport.Own, GrpcRig.Plan with { Keepalive = keepalive });
}
