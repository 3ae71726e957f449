using HotPath.Core;
using HotPath.Testing.Grpc;
using OpenTelemetry.Exporter;

namespace HotPath.Gateway.Tests.EndToEnd;

/// <summary>The OpenTelemetry .NET SDK over both of its protocols, all three signals, field for field.</summary>
public sealed class DotNetSignalsTests
{
    [Theory]
    [InlineData(Signal.Traces, OtlpExportProtocol.Grpc)]
    [InlineData(Signal.Metrics, OtlpExportProtocol.Grpc)]
    [InlineData(Signal.Logs, OtlpExportProtocol.Grpc)]
    [InlineData(Signal.Traces, OtlpExportProtocol.HttpProtobuf)]
    [InlineData(Signal.Metrics, OtlpExportProtocol.HttpProtobuf)]
    [InlineData(Signal.Logs, OtlpExportProtocol.HttpProtobuf)]
    public async Task EachSignal_OverEachProtocol_ArrivesFieldForField(Signal signal, OtlpExportProtocol protocol)
    {
        await using GrpcSink direct = await GrpcSink.StartAsync();
        await using GrpcSink sink = await GrpcSink.StartAsync();
        await using GatewayProcess gateway = await ThreeSignals.StartAsync(sink.Endpoint);
        Uri through = protocol == OtlpExportProtocol.Grpc
            ? new Uri($"http://{gateway.Endpoint}")
            : new Uri($"http://{gateway.HttpEndpoint}/v1/{signal.ToString().ToLowerInvariant()}");

        // The same items go to a sink directly and through the gateway: what the gateway may change is nothing.
        DotNetSdk.Send(signal, 200, [new Uri($"http://{direct.Endpoint}"), through]);

        await sink.ShouldHoldTheSameAsync(direct, signal);
        await gateway.ShouldBalanceAsync();
    }
}
