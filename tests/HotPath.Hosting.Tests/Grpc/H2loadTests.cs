using HotPath.Components.Receivers.Otlp;
using HotPath.Core;
using HotPath.Testing.Foreign;
using HotPath.Testing.Grpc;
using HotPath.Testing.Skips;
using HotPath.Testing.Wire;

namespace HotPath.Hosting.Tests.Grpc;

/// <summary>
/// A client that is not ours and keeps many streams busy. It does not read grpc-status, so what arrived is counted on our side.
/// </summary>
public abstract class H2loadTests(GrpcTransport transport)
{
    public sealed class OverOwn() : H2loadTests(GrpcTransport.Own);

    public sealed class OverKestrel() : H2loadTests(GrpcTransport.Kestrel);

    private const int Requests = 5_000;

    [NeedsProgram("h2load", "nghttp2-client")]
    public async Task Load_OfSixtyFourStreamsOnEachOfFourConnections_ArrivesWhole()
    {
        await using GrpcRig rig = await GrpcRig.StartAsync(transport);
        byte[] message = SampleRequests.Traces(spans: 64, seed: 1);
        string body = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(body, GrpcMessages.Frame(message));

            string report = await ForeignProgram.RunAsync(
                "h2load", "-n", $"{Requests}", "-c", "4", "-m", "64", "-d", body,
                "-H", "content-type: application/grpc", "-H", "te: trailers",
                $"http://{rig.Address}{GrpcMessages.Path(Signal.Traces)}");

            report.ShouldContain($"{Requests} succeeded, 0 failed");
        }
        finally
        {
            File.Delete(body);
        }

        rig.Traces.Delivered.Count.ShouldBe(Requests);
        rig.Traces.Delivered.ShouldAllBe(delivered => delivered.SequenceEqual(message));
        rig.Traces.Refused.ShouldBeEmpty();
        rig.Logs.Lines.ShouldBeEmpty();
    }
}
