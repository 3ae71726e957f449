using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Testing;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Pipeline;

/// <summary>
/// The engine alone, from a filled lease to the exporter, on the receiving thread. Each batch costs an object or two, so that a collection
/// that another test asks for would count what is left of this thread's room as allocated: nothing else may run meanwhile.
/// </summary>
[Collection(nameof(AloneCollection))]
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
        int refused = 0;
        long allocated = Allocations.Of(Rounds, () =>
        {
            refused += intake.TryRent(request.Length, out Lease lease).Kind == AdmissionKind.Admitted ? 0 : 1;
            request.CopyTo(lease.Writable);
            ValueTask<Outcome> delivered = intake.DeliverAsync(lease, null, CancellationToken.None);
            refused += delivered.IsCompletedSuccessfully ? 0 : 1;
        });
        refused.ShouldBe(0);
        return allocated;
    }
}
