using HotPath.Core;
using HotPath.Testing.Clients;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Wire;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>grpc-go and grpcio before and behind the real executable, all three signals, field for field.</summary>
public sealed class ForeignGrpcTests
{
    private const int Requests = 20;
    private const int ItemsPerRequest = 100;

    [FactWhen(typeof(ForeignGrpc), nameof(ForeignGrpc.ReasonIfGoMissing))]
    public Task GrpcGo_Sends_ArrivesFieldForField() => SendEachAsync(GrpcStack.GrpcGo);

    [FactWhen(typeof(ForeignGrpc), nameof(ForeignGrpc.ReasonIfGoMissing))]
    public Task GrpcGo_Receives_ArrivesFieldForField() => ReceiveEachAsync(GrpcStack.GrpcGo);

    [FactWhen(typeof(ForeignGrpc), nameof(ForeignGrpc.ReasonIfPythonMissing))]
    public Task Grpcio_Sends_ArrivesFieldForField() => SendEachAsync(GrpcStack.Grpcio);

    [FactWhen(typeof(ForeignGrpc), nameof(ForeignGrpc.ReasonIfPythonMissing))]
    public Task Grpcio_Receives_ArrivesFieldForField() => ReceiveEachAsync(GrpcStack.Grpcio);

    private static async Task SendEachAsync(GrpcStack stack)
    {
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await ThreeSignals.StartAsync(sink.Endpoint);
        foreach (Signal signal in ThreeSignals.All)
        {
            await ForeignGrpc.SendAsync(stack, gateway.Endpoint, signal, SampleMessages(signal));
            await ForeignGrpc.SendAsync(stack, gateway.Endpoint, signal, SampleMessages(signal), gzip: true);
        }

        await sink.WaitForItemsAsync(ThreeSignals.All.Count * 2 * Requests * ItemsPerRequest);
        foreach (Signal signal in ThreeSignals.All)
        {
            ShouldBeTheSame(signal, sink.Requests.Where(r => r.Signal == signal).Select(r => r.Bytes), copies: 2);
        }

        await gateway.ShouldBalanceAsync();
    }

    private static async Task ReceiveEachAsync(GrpcStack stack)
    {
        await using ForeignGrpcServer server = await ForeignGrpc.ServeAsync(stack);
        await using GatewayProcess gateway = await ThreeSignals.StartAsync(server.Endpoint);
        using var client = new GrpcClient(gateway.Endpoint);
        foreach (Signal signal in ThreeSignals.All)
        {
            foreach (byte[] message in SampleMessages(signal))
            {
                (await client.ExportAsync(signal, message)).Status.ShouldBe(0);
            }

            IReadOnlyList<byte[]> received = await server.WaitAsync(
                signal, messages => CanonicalItems.Of(signal, messages).Count >= Requests * ItemsPerRequest);
            ShouldBeTheSame(signal, received, copies: 1);
        }

        await gateway.ShouldBalanceAsync();
    }

    private static void ShouldBeTheSame(Signal signal, IEnumerable<byte[]> received, int copies) => CanonicalItems.ShouldBeSameMultiset(
        CanonicalItems.Of(signal, received),
        Enumerable.Repeat(CanonicalItems.Of(signal, SampleMessages(signal)), copies).SelectMany(items => items));

    private static byte[][] SampleMessages(Signal signal) =>
        [.. Enumerable.Range(0, Requests).Select(seed => SampleRequests.Of(signal, ItemsPerRequest, seed))];
}
