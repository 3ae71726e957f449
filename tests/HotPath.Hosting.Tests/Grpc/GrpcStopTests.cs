using System.Net;
using System.Net.Sockets;
using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Grpc;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Grpc;

public abstract class GrpcStopTests(GrpcTransport transport)
{
    public sealed class OverOwn() : GrpcStopTests(GrpcTransport.Own);

    public sealed class OverKestrel() : GrpcStopTests(GrpcTransport.Kestrel);

    private static readonly byte[] Message = SampleRequests.Traces(spans: 3, seed: 1);

    [Fact]
    public async Task Stop_WithARequestInFlight_LetsItFinishAndTakesNoOther()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        using InFlight inFlight = await InFlight.StartAsync(rig);
        using var never = new CancellationTokenSource();

        Task stop = rig.Host.StopAsync(never.Token);
        await ShouldRefuseConnectionsAsync(rig);
        stop.IsCompleted.ShouldBeFalse();
        inFlight.Release.SetResult();

        (await inFlight.Reply).Status.ShouldBe(0);
        await stop.WaitAsync(GrpcRig.Patience);
    }

    [Fact]
    public async Task Stop_PastItsDeadline_CutsWhatIsLeft()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        using InFlight inFlight = await InFlight.StartAsync(rig);
        using var deadline = new CancellationTokenSource();

        Task stop = rig.Host.StopAsync(deadline.Token);
        stop.IsCompleted.ShouldBeFalse();
        await deadline.CancelAsync();

        await Should.ThrowAsync<HttpRequestException>(() => inFlight.Reply);
        await stop.WaitAsync(GrpcRig.Patience);
    }

    [Fact]
    public async Task Stop_WithIdleConnections_IsDoneAtOnce()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        (await rig.Client.ExportAsync(Signal.Traces, Message)).Status.ShouldBe(0);

        await rig.Host.StopAsync(CancellationToken.None).WaitAsync(GrpcRig.Patience);

        rig.Logs.Lines.ShouldBeEmpty();
    }

    private static async Task ShouldRefuseConnectionsAsync(GrpcRig rig)
    {
        IPEndPoint endPoint = rig.Address;
        using var patience = new CancellationTokenSource(GrpcRig.Patience);
        while (true)
        {
            // The listener closes some time after the stop began; until then a connection is still taken.
            patience.Token.ThrowIfCancellationRequested();
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(endPoint, patience.Token);
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    /// <summary>A request that the engine holds until it is released.</summary>
    private sealed class InFlight(Task<GrpcReply> reply, TaskCompletionSource release) : IDisposable
    {
        public Task<GrpcReply> Reply => reply;

        public TaskCompletionSource Release => release;

        public static async Task<InFlight> StartAsync(GrpcRig rig)
        {
            var entered = new TaskCompletionSource();
            var release = new TaskCompletionSource();
            rig.Traces.Verdict = async (_, gone) =>
            {
                entered.SetResult();
                await release.Task.WaitAsync(gone);
                return Outcome.Ok;
            };
            Task<GrpcReply> reply = rig.Client.ExportAsync(Signal.Traces, Message);
            await entered.Task.WaitAsync(GrpcRig.Patience);
            return new InFlight(reply, release);
        }

        public void Dispose() => release.TrySetResult();
    }
}
