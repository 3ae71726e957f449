using HotPath.Hosting.Listeners;
using HotPath.Hosting.Tests.Grpc;
using HotPath.Testing;
using Microsoft.AspNetCore.Connections;

namespace HotPath.Hosting.Tests.Listeners;

public sealed class ConnectionLimitTests
{
    [Fact]
    public async Task Connection_OneTooMany_IsCutUnreadAndCountedUntilAnotherEnds()
    {
        var log = new CapturedLog();
        var peers = new PeerLog(isGrpc: true, isTls: false, null, "localhost:4317", log, new FakeClock());
        var limit = new ConnectionLimit(2, peers);
        var ends = new TaskCompletionSource();
        Task[] open =
        [
            limit.RunAsync(new DefaultConnectionContext("1"), _ => ends.Task),
            limit.RunAsync(new DefaultConnectionContext("2"), _ => ends.Task),
        ];

        var third = new DefaultConnectionContext("3");
        await limit.RunAsync(third, static _ => throw new InvalidOperationException("it is served"));
        SpinWait.SpinUntil(() => third.ConnectionClosed.IsCancellationRequested, GrpcRig.Patience).ShouldBeTrue("it was not cut");
        peers.Counts.Limited["max_connections"].ShouldBe(1);
        log.Lines.ShouldHaveSingleItem().Fields["why"]!.ToString()!.ShouldContain("hotpath::max_connections");

        ends.SetResult();
        await Task.WhenAll(open);
        bool isServed = false;
        await limit.RunAsync(new DefaultConnectionContext("4"), _ =>
        {
            isServed = true;
            return Task.CompletedTask;
        });
        isServed.ShouldBeTrue();
    }
}
