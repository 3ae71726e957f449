using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Pipeline;

/// <summary>The engine alone, from a filled lease to the exporter, on the receiving thread.</summary>
public sealed class PathAllocationTests
{
    private const int Rounds = 400;

    [Fact]
    public async Task Path_From64To512SpansARequest_AllocatesTheSame()
    {
        long few = await AllocatedAsync(64);
        long many = await AllocatedAsync(512);

        // Both runs deliver as many requests and batches, so what differs is what spans cost: nothing. One object a span would be 4,300,000
        // bytes.
        Math.Abs(many - few).ShouldBeLessThan(Rounds * 20, $"64 spans: {few}, 512 spans: {many}");
    }

    private static async Task<long> AllocatedAsync(int spans)
    {
        await using PathRig rig = PathRig.Create(
            $$"""
            receivers: {test: {} }
            processors: {batch: {send_batch_size: {{4 * spans}}, timeout: 1h} }
            exporters: {test: {sending_queue: {enabled: false}, retry_on_failure: {enabled: false}, timeout: 0s} }
            service: {pipelines: {traces: {receivers: [test], processors: [batch], exporters: [test]} } }
            """,
            options => options with { TrackSlabs = false });
        rig.Exporter("test").Keeps = false;
        IIntake intake = rig.Path.IntakeFor(new ComponentId("test", ""), Signal.Traces).ShouldNotBeNull();
        byte[] request = SampleRequests.Traces(spans, seed: 1);
        Deliver(intake, request);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Deliver(intake, request);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Deliver(IIntake intake, byte[] request)
    {
        for (int i = 0; i < Rounds; i++)
        {
            intake.TryRent(request.Length, out Lease lease).Kind.ShouldBe(AdmissionKind.Admitted);
            request.CopyTo(lease.Writable);
            ValueTask<Outcome> delivered = intake.DeliverAsync(lease, null, CancellationToken.None);
            delivered.IsCompletedSuccessfully.ShouldBeTrue();
        }
    }
}
