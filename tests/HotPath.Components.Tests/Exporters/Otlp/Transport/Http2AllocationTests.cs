using HotPath.Core;
using HotPath.Core.Memory;
using HotPath.Core.Wire;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Testing;
using HotPath.Testing.Wire;
using Xunit.Abstractions;

namespace HotPath.Components.Tests.Exporters.Otlp.Transport;

/// <summary>What the exporter allocates over its own client: little for a request, nothing for a span.</summary>
[Collection(nameof(Http2AllocationTests))]
[CollectionDefinition(nameof(Http2AllocationTests), DisableParallelization = true)]
public sealed class Http2AllocationTests
{
    private const int Few = 64;
    private const int Many = 512;
    private const int Rounds = 5;
    private const int Requests = 400;

    /// <summary>Timers and the thread pool's own; one object for a frame of 33 spans would be one byte a span.</summary>
    private const double NoiseBytesPerSpan = 0.2;

    private const double MaxBytesPerRequest = 1024;

    private readonly ITestOutputHelper _output;

    public Http2AllocationTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public async Task Send_From64To512SpansARequest_AllocatesNothingForASpan()
    {
        double few = await AllocatedPerRequestAsync(Few);
        double many = await AllocatedPerRequestAsync(Many);
        double slope = (many - few) / (Many - Few);

        _output.WriteLine($"{few:F0} bytes a request of {Few} spans, {many:F0} of {Many}: {slope:F3} bytes a span");
        slope.ShouldBeLessThan(NoiseBytesPerSpan);
        many.ShouldBeLessThan(MaxBytesPerRequest);
    }

    /// <summary>In the round that allocates least: all threads count, and the runtime's own do something now and then.</summary>
    private static async Task<double> AllocatedPerRequestAsync(int spans)
    {
        using var server = new DiscardServer();
        using var slabs = new SlabPool(new MemoryBudget(1 << 28, 1 << 28));
        var plan = OtlpRig.Read($"{{endpoint: '{server.Endpoint}', tls: {{insecure: true}}, compression: none}}", out _);
        var context = new ExporterContext(Signal.Traces, slabs, TimeProvider.System, new CapturedLog());
        await using IExporter exporter = plan.CreateExporter(context);
        byte[] request = SampleRequests.Traces(spans, seed: 1);
        slabs.TryRent(request.Length, BudgetUse.Ingress, out Lease lease).ShouldBeTrue();
        request.CopyTo(lease.Writable);
        WalkResult walk = OtlpWalk.Check(Signal.Traces, request);
        Batch batch = new BatchPool().Rent(Signal.Traces);
        batch.Add(new Part(lease, 0, walk.Items, request.Length, walk.Resources, IsWhole: true));
        using var cancel = new CancellationTokenSource();
        long least = long.MaxValue;
        for (int round = -2; round < Rounds; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < Requests; i++)
            {
                if (await exporter.SendAsync(batch, cancel.Token) != SendResult.Delivered)
                {
                    throw new InvalidOperationException("not delivered");
                }
            }

            // The first rounds warm up.
            least = round < 0 ? least : Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        batch.Release();
        return least / (double)Requests;
    }
}
