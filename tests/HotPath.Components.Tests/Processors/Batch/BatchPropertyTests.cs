using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Processors.Batch;

/// <summary>
/// Random requests, sizes and interleavings: what goes in comes out, no batch is over its maximum, and the ledger balances.
/// </summary>
public sealed class BatchPropertyTests
{
    [Theory]
    [InlineData(Signal.Traces)]
    [InlineData(Signal.Logs)]
    [InlineData(Signal.Metrics)]
    public async Task Path_AnySenders_DeliversTheSameMultisetWithinTheMaximum(Signal signal)
    {
        for (int seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            int size = random.Next(0, 200);
            int most = random.Next(2) == 0 ? 0 : Math.Max(1, size + random.Next(0, 50));
            await RunAsync(signal, size, most, random, $"{signal}, seed {seed}, send_batch_size {size}, send_batch_max_size {most}");
        }
    }

    private static async Task RunAsync(Signal signal, int size, int most, Random random, string about)
    {
        byte[][] requests = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => Request(signal, random))];
        PathRig rig = PathRig.Create(
            $$"""
            receivers: {test: {} }
            processors: {batch: {send_batch_size: {{size}}, send_batch_max_size: {{most}}, timeout: 100ms} }
            exporters: {test: {} }
            service: {pipelines: { {{signal.ToString().ToLowerInvariant()}}: {receivers: [test], processors: [batch], exporters: [test]} } }
            """);
        await using (rig)
        {
            await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (request, cancel) =>
            {
                Outcome outcome = await rig.DeliverAsync(request, signal, cancel: cancel);
                outcome.ShouldBe(Outcome.Ok, about);
                rig.Clock.Advance(TimeSpan.FromMilliseconds(7));
            });
            await rig.DrainAsync();

            TestExporter exporter = rig.Exporter("test");
            exporter.Sizes.ShouldAllBe(items => most == 0 || items <= most, about);
            CanonicalItems.ShouldBeSameMultiset(CanonicalItems.Of(signal, exporter.Received), CanonicalItems.Of(signal, requests));
        }
    }

    private static byte[] Request(Signal signal, Random random) => SampleRequests.Of(
        signal, random.Next(0, 10) == 0 ? random.Next(100, 600) : random.Next(1, 30), random.Next(), random.Next(1, 4), random.Next(1, 4));
}
