using HotPath.Components.Receivers.Otlp;
using HotPath.Core.Http2;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Http2;
using HotPath.Hosting.Requests;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing;
using HotPath.Testing.Grpc;
using HotPath.Testing.Http2;

namespace HotPath.Hosting.Tests.Http2;

/// <summary>
/// SETTINGS_MAX_CONCURRENT_STREAMS follows what waits (RFC 9113 section 5.1.2): clients keep at home what has no room here.
/// </summary>
public sealed class StreamAllowanceTests
{
    private const int Most = 100;
    private const long HeldBack = 512 * 1024;

    private readonly FakeClock _clock = new();

    [Theory]
    [InlineData(0, 0, Most)]
    [InlineData(2, 64L << 20, Most)]
    [InlineData(3, HeldBack, Most)]
    [InlineData(4, 1 << 20, 2)]
    [InlineData(40, 1 << 20, 20)]
    [InlineData(4000, 1 << 20, Most)]
    public void Late_WithSoMuch_LeavesRoomForWhatIsHeldBackAndForTwoAtLeast(int waiting, long bytes, int expected)
    {
        StreamAllowance allowance = New();
        allowance.Changes(waiting, bytes).ShouldBe(expected != Most);
        allowance.Current.ShouldBe(expected);
        allowance.Changes(waiting, bytes).ShouldBeFalse("nothing new is to be told");
    }

    [Fact]
    public void NothingWaits_AfterASecondEach_TwiceAsManyUpToAll()
    {
        StreamAllowance allowance = New();
        allowance.Changes(8, 2 << 20).ShouldBeTrue();
        allowance.Changes(0, 0).ShouldBeFalse("it was late just now");
        var told = new List<int>();
        for (int i = 0; i < 8; i++)
        {
            _clock.Advance(StreamAllowance.Step);
            if (allowance.Changes(0, 0))
            {
                told.Add(allowance.Current);
            }
        }

        told.ShouldBe([4, 8, 16, 32, 64, Most]);
    }

    [Fact]
    public void NothingCame_ForLong_AllAtOnce()
    {
        StreamAllowance allowance = New();
        allowance.Changes(8, 2 << 20).ShouldBeTrue();
        _clock.Advance(TimeSpan.FromDays(100));
        allowance.Changes(0, 0).ShouldBeTrue();
        allowance.Current.ShouldBe(Most);
    }

    [Fact]
    public void Refused_AfterItsWait_AllMayComeAndBeToldADelayForASecond()
    {
        StreamAllowance allowance = New();
        allowance.Changes(8, 2 << 20).ShouldBeTrue();
        allowance.NoteRefused();
        allowance.Changes(8, 2 << 20).ShouldBeTrue();
        allowance.Current.ShouldBe(Most);
        allowance.Changes(8, 2 << 20).ShouldBeFalse();
        _clock.Advance(StreamAllowance.Step);
        allowance.Changes(8, 2 << 20).ShouldBeTrue();
        allowance.Current.ShouldBe(2);
    }

    [Fact]
    public void HeldBackBytes_Zero_NeverChanges()
    {
        var allowance = new StreamAllowance(Most, GrpcRig.Limits with { HeldBackBytes = 0 }, _clock);
        allowance.Changes(1000, 1 << 30).ShouldBeFalse();
    }

    [Fact]
    public async Task Client_OfALateEngine_IsToldToOpenFewAndThenMoreAgain()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        var release = new TaskCompletionSource();
        rig.Traces.Verdict = async (message, _) =>
        {
            await release.Task;
            return Outcome.Ok;
        };
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        uint first = await ToldAsync(client);
        first.ShouldBeGreaterThan(100u);
        await SendAsync(client, 3);
        (await ToldAsync(client)).ShouldBe(2u);

        release.SetResult();
        for (int ended = 0; ended < 3;)
        {
            ended += (await client.ReadAsync(FrameType.Headers)).Header.Has(FrameFlags.EndStream) ? 1 : 0;
        }

        rig.Clock.Advance(StreamAllowance.Step);
        await client.ExportAsync(7, new byte[10]);
        (await ToldAsync(client)).ShouldBe(4u);
    }

    [Fact]
    public async Task Client_OfAnEngineThatRefusesAfterItsWait_IsToldToOpenAll()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        var release = new TaskCompletionSource();
        rig.Traces.Verdict = async (message, _) =>
        {
            await release.Task;
            return Outcome.Late(TimeSpan.FromSeconds(3));
        };
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        uint first = await ToldAsync(client);
        await SendAsync(client, 3);
        (await ToldAsync(client)).ShouldBe(2u);
        release.SetResult();
        (await ToldAsync(client)).ShouldBe(first);
    }

    [Fact]
    public async Task Client_WhoseRequestsWaitForABackend_MayOpenAllItsStreams()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(GrpcTransport.Own);
        var release = new TaskCompletionSource();
        rig.Traces.MayWait = true;
        rig.Traces.Verdict = async (message, _) =>
        {
            await release.Task;
            return Outcome.Ok;
        };
        using RawHttp2 client = await RawHttp2.ConnectAsync(rig.Address);
        await ToldAsync(client);
        await SendAsync(client, 6);
        await client.SendAsync(RawFrame.Bytes(FrameType.Ping, 0, 0, new byte[8]));

        // What was said before the ping's answer.
        RawFrame frame;
        do
        {
            frame = (await client.ReadAsync()).ShouldNotBeNull();
            (frame.Header.Type == FrameType.Settings && !frame.Header.Has(FrameFlags.Ack)).ShouldBeFalse("nobody is to wait at home");
        }
        while (frame.Header.Type != FrameType.Ping);

        release.SetResult();
        (await client.ReadAsync(FrameType.Headers)).Header.Has(FrameFlags.EndStream).ShouldBeFalse("a success has trailers");
    }

    private StreamAllowance New() => new(Most, GrpcRig.Limits with { HeldBackBytes = HeldBack }, _clock);

    /// <summary>Requests of 400 kB each on streams 1, 3, 5…, whole.</summary>
    private static async Task SendAsync(RawHttp2 client, int requests)
    {
        byte[][] pieces = [.. GrpcMessages.Frame(new byte[400_000]).Chunk(16_000)];
        for (int streamId = 1; streamId < 2 * requests; streamId += 2)
        {
            await client.OpenAsync(streamId);
            await client.SendAsync(
                [.. pieces.Select((piece, i) => RawFrame.Bytes(FrameType.Data, (byte)(i == pieces.Length - 1 ? 1 : 0), streamId, piece))]);
        }
    }

    /// <summary>The streams that the next SETTINGS allow.</summary>
    private static async Task<uint> ToldAsync(RawHttp2 client)
    {
        RawFrame frame;
        do
        {
            frame = await client.ReadAsync(FrameType.Settings);
        }
        while (frame.Header.Has(FrameFlags.Ack));
        return frame.Payload.Chunk(Setting.Bytes).Select(static s => Setting.Read(s))
            .Single(static s => s.Id == SettingId.MaxConcurrentStreams).Value;
    }
}
