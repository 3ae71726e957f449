using System.Globalization;
using System.Net.Sockets;
using System.Text;
using HotPath.Components.Receivers.Otlp;
using HotPath.Engine.Pipeline;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Http;

/// <summary>Slow bodies and senders that go away, on raw sockets and under a clock that the test moves.</summary>
public sealed class HttpWaitingTests
{
    private static readonly byte[] Message = SampleRequests.Traces(spans: 50, seed: 1);
    private static readonly TimeSpan Patience = GrpcRig.Patience;

    [Fact]
    public async Task Body_ThatStalls_IsRefusedAfterTheWindow()
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        using Socket sender = await SendHalfAsync(rig);
        await rig.WhenBodyIsAwaitedAsync();

        rig.Clock.Advance(TimeSpan.FromSeconds(9));
        rig.Traces.Refused.ShouldBeEmpty();
        rig.Clock.Advance(TimeSpan.FromSeconds(1));

        (await ReadHeadAsync(sender)).ShouldStartWith("HTTP/1.1 503 ");
        rig.Traces.Refused.ShouldHaveSingleItem().ShouldBe(("too_slow", Message.Length));
        SpinWait.SpinUntil(() => rig.ChargedBytes == 0, GrpcRig.Patience).ShouldBeTrue("the message's room was not given back");
    }

    [Fact]
    public async Task Body_PastReadTimeout_IsRefused()
    {
        await using HttpRig rig = await HttpRig.StartAsync(
            HttpRig.Plan with { Timeouts = HttpTimeoutsPlan.Default with { Read = TimeSpan.FromSeconds(3) } });
        using Socket sender = await SendHalfAsync(rig);
        await rig.WhenBodyIsAwaitedAsync();

        rig.Clock.Advance(TimeSpan.FromSeconds(3));

        (await ReadHeadAsync(sender)).ShouldStartWith("HTTP/1.1 503 ");
        rig.Traces.Refused.ShouldHaveSingleItem().Reason.ShouldBe("deadline");
    }

    [Theory]
    [InlineData(false, "aborted")]
    [InlineData(true, "bad_framing")]
    public async Task Sender_ThatGoesAwayInItsBody_LeavesNothingBehind(bool chunked, string reason)
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        using (Socket sender = await SendHalfAsync(rig, chunked))
        {
            await rig.WhenBodyIsAwaitedAsync();
        }

        await rig.Traces.WhenRefusedAsync();

        rig.Traces.Refused.ShouldHaveSingleItem().Reason.ShouldBe(reason);
        SpinWait.SpinUntil(() => rig.ChargedBytes == 0, GrpcRig.Patience).ShouldBeTrue("the message's room was not given back");
        rig.Logs.Lines.ShouldBeEmpty();
        (await rig.PostAsync(Message)).ShouldBeSuccess();
    }

    [Fact]
    public async Task Chunk_WithoutASize_IsBad()
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        using Socket sender = await ConnectAsync(rig);
        await sender.SendAsync(Encoding.ASCII.GetBytes(Head("Transfer-Encoding: chunked") + "nonsense\r\n"));

        (await ReadHeadAsync(sender)).ShouldStartWith("HTTP/1.1 400 ");
        rig.Traces.Refused.ShouldHaveSingleItem().Reason.ShouldBe("bad_framing");
    }

    [Fact]
    public async Task Sender_ThatAsksFirst_IsToldToGoOnOrNot()
    {
        await using HttpRig rig = await HttpRig.StartAsync(HttpRig.Plan with { MaxBodyBytes = 1000 });
        using Socket sender = await ConnectAsync(rig);
        await sender.SendAsync(Encoding.ASCII.GetBytes(Head("Expect: 100-continue\r\nContent-Length: 4")));
        (await ReadHeadAsync(sender)).ShouldStartWith("HTTP/1.1 100 ");
        await sender.SendAsync(new byte[4]);
        (await ReadHeadAsync(sender)).ShouldStartWith("HTTP/1.1 200 ");

        using Socket large = await ConnectAsync(rig);
        await large.SendAsync(Encoding.ASCII.GetBytes(Head("Expect: 100-continue\r\nContent-Length: 5000")));
        (await ReadHeadAsync(large)).ShouldStartWith("HTTP/1.1 413 ");
    }

    [Fact]
    public async Task Sender_ThatGoesAwayWhileTheEngineWaits_IsToldToTheEngine()
    {
        await using HttpRig rig = await HttpRig.StartAsync();
        var entered = new TaskCompletionSource();
        var told = new TaskCompletionSource();
        rig.Traces.Verdict = async (_, gone) =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, gone).ContinueWith(_ => told.SetResult(), TaskScheduler.Default);
            gone.ThrowIfCancellationRequested();
            return Outcome.Ok;
        };
        using (Socket sender = await ConnectAsync(rig))
        {
            await sender.SendAsync(Encoding.ASCII.GetBytes(Head("Content-Length: 4")));
            await sender.SendAsync(new byte[4]);
            await entered.Task.WaitAsync(Patience);
        }

        await told.Task.WaitAsync(Patience);
        rig.Logs.Lines.ShouldBeEmpty();
    }

    private static string Head(string headers) =>
        $"POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\n{headers}\r\n\r\n";

    private static async Task<Socket> ConnectAsync(HttpRig rig)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(rig.Address);
        return socket;
    }

    private static async Task<Socket> SendHalfAsync(HttpRig rig, bool chunked = false)
    {
        Socket sender = await ConnectAsync(rig);
        string size = Message.Length.ToString(chunked ? "x" : "d", CultureInfo.InvariantCulture);
        string head = chunked ? Head("Transfer-Encoding: chunked") + size + "\r\n" : Head($"Content-Length: {size}");
        await sender.SendAsync(Encoding.ASCII.GetBytes(head));
        await sender.SendAsync(Message[..(Message.Length / 2)]);
        return sender;
    }

    /// <summary>Reads what one receive brings: the beginning of an answer.</summary>
    private static async Task<string> ReadHeadAsync(Socket sender)
    {
        byte[] bytes = new byte[4096];
        using var patience = new CancellationTokenSource(Patience);
        int count = await sender.ReceiveAsync(bytes, patience.Token);
        return Encoding.ASCII.GetString(bytes, 0, count);
    }
}
