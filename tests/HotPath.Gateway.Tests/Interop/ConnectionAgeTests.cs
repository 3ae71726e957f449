using HotPath.Core;
using HotPath.Gateway.Tests.EndToEnd;
using HotPath.Testing.Clients;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Tls;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.Interop;

/// <summary>
/// Servers that end connections by their age (GOAWAY, twice), as load is spread over a fleet: since both sides do it in good order, no call
/// fails and none is made twice.
/// </summary>
public sealed class ConnectionAgeTests : IDisposable
{
    private const int Requests = 32;

    /// <summary>So many must have been made, one after the other, for the end of one to have been seen.</summary>
    private const int Connections = 3;

    private static readonly byte[][] Sent = [.. Enumerable.Range(0, Requests).Select(seed => SampleRequests.Traces(3, seed))];

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [FactWhen(typeof(ForeignGrpc), nameof(ForeignGrpc.ReasonIfGoMissing))]
    public async Task GrpcGo_SendsToAReceiverWithMaxConnectionAge_EachRequestArrivesOnce()
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await InteropGateway.StartAsync(
            _certificates,
            [InteropGateway.Exporter(sink.Endpoint)],
            [
                .. new[] { InteropGateway.Plain, InteropGateway.Tls }.SelectMany(static receiver => new[]
                {
                    "--set", $"receivers.{receiver}.protocols.grpc.keepalive.server_parameters.max_connection_age=1s",
                }),

                // Without a queue a request is under way until the backend has it: a connection never ends idle.
                "--set", "exporters.otlp/0.sending_queue.enabled=false",
            ]);

        int[] rounds = await Task.WhenAll(
            ForeignGrpc.SendOverAsync(Connections, gateway.EndpointOf(InteropGateway.Plain), Signal.Traces, Sent),
            ForeignGrpc.SendOverAsync(Connections, gateway.EndpointOf(InteropGateway.Tls), Signal.Traces, Sent, _certificates.Client()));

        await sink.ShouldGetAsync(Times(rounds.Sum()), gateway);
        await gateway.ShouldBalanceAsync();
    }

    [FactWhen(typeof(ForeignGrpc), nameof(ForeignGrpc.ReasonIfGoMissing))]
    public async Task GrpcGo_WithMaxConnectionAgeReceives_EachRequestArrivesOnce()
    {
        await using ForeignGrpcServer plain = await ForeignGrpc.ServeAsync(GrpcStack.GrpcGo, connectionAge: "300ms");
        await using ForeignGrpcServer tls = await ForeignGrpc.ServeAsync(GrpcStack.GrpcGo, _certificates.Server(), connectionAge: "300ms");
        await using GatewayProcess gateway = await InteropGateway.StartAsync(
            _certificates, InteropGateway.Exporter(plain.Endpoint), InteropGateway.Exporter(tls.Endpoint, _certificates.Client()));

        int rounds = 0;
        while (plain.Connections < Connections || tls.Connections < Connections)
        {
            await Messages.SendAsync(gateway.EndpointOf(InteropGateway.Plain), Sent);
            rounds++;
            foreach (ForeignGrpcServer server in new[] { plain, tls })
            {
                // No faster than the backend takes it.
                await server.WaitAsync(Signal.Traces, rounds * Requests);
            }
        }

        Messages.ShouldBeTheSame(plain.Received(Signal.Traces), Times(rounds));
        Messages.ShouldBeTheSame(tls.Received(Signal.Traces), Times(rounds));
        await gateway.ShouldBalanceAsync();
        gateway.ShouldNotSay("Exporting failed");
    }

    private static byte[][] Times(int rounds) => [.. Enumerable.Repeat(Sent, rounds).SelectMany(static messages => messages)];
}
