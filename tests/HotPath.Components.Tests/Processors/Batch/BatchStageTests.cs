using HotPath.Core;
using HotPath.Engine.Pipeline;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Processors.Batch;

/// <summary>What the <c>batch</c> processor promises, over a whole path under a fake clock.</summary>
public sealed class BatchStageTests
{
    private static PathRig Rig(string batch) => PathRig.Traces($"batch: {{{batch}}}", "batch", "test: {}", "test");

    [Fact]
    public async Task Batch_BelowItsSize_WaitsForTheTimeout()
    {
        await using PathRig rig = Rig("timeout: 200ms, send_batch_size: 100");
        (await rig.DeliverAsync(SampleRequests.Traces(10, seed: 1))).ShouldBe(Outcome.Ok);
        (await rig.DeliverAsync(SampleRequests.Traces(10, seed: 2))).ShouldBe(Outcome.Ok);

        rig.Clock.Advance(TimeSpan.FromMilliseconds(199));
        rig.Path.Ledger.Pipelines[0].InFlight.ShouldBe(20);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(1));

        await rig.DrainAsync();
        rig.Exporter("test").Sizes.ShouldBe([20]);
    }

    [Fact]
    public async Task Batch_AtItsSize_LeavesWithoutTheClock()
    {
        await using PathRig rig = Rig("timeout: 10s, send_batch_size: 15");
        await rig.DeliverAsync(SampleRequests.Traces(10, seed: 1));
        await rig.DeliverAsync(SampleRequests.Traces(10, seed: 2));

        rig.Path.Ledger.Pipelines[0].InFlight.ShouldBe(0);
        await rig.DrainAsync();
        rig.Exporter("test").Sizes.ShouldBe([20]);
    }

    [Fact]
    public async Task Batch_TimerLeftFromAFullBatch_GivesTheNextItemsTheirWholeTimeout()
    {
        await using PathRig rig = Rig("timeout: 200ms, send_batch_size: 10");
        await rig.DeliverAsync(SampleRequests.Traces(5, seed: 1));
        rig.Clock.Advance(TimeSpan.FromMilliseconds(150));
        await rig.DeliverAsync(SampleRequests.Traces(5, seed: 2));
        await rig.DeliverAsync(SampleRequests.Traces(3, seed: 3));

        rig.Clock.Advance(TimeSpan.FromMilliseconds(199));
        rig.Path.Ledger.Pipelines[0].InFlight.ShouldBe(3);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
        rig.Path.Ledger.Pipelines[0].InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task Batch_TimerFiredWhileEmpty_StartsAnewWithTheNextItems()
    {
        await using PathRig rig = Rig("timeout: 200ms, send_batch_size: 10");
        await rig.DeliverAsync(SampleRequests.Traces(10, seed: 1));
        rig.Clock.Advance(TimeSpan.FromSeconds(5));
        await rig.DeliverAsync(SampleRequests.Traces(1, seed: 2));
        rig.Clock.Advance(TimeSpan.FromSeconds(5));

        rig.Path.Ledger.Pipelines[0].InFlight.ShouldBe(0);
    }

    [Theory]
    [InlineData("timeout: 0s")]
    [InlineData("send_batch_size: 0")]
    public async Task Batch_WithoutTimeoutOrSize_SendsAtOnce(string keys)
    {
        await using PathRig rig = Rig(keys);
        await rig.DeliverAsync(SampleRequests.Traces(3, seed: 1));
        await rig.DeliverAsync(SampleRequests.Traces(4, seed: 2));

        await rig.DrainAsync();
        rig.Exporter("test").Sizes.Order().ShouldBe([3, 4]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public async Task Batch_WithAMaximum_CutsInsideResourceAndScope(int most)
    {
        byte[] request = SampleRequests.Traces(100, seed: 5, resources: 3, scopesPerResource: 2);
        PathRig rig = Rig($"send_batch_size: {most}, send_batch_max_size: {most}");
        await using (rig)
        {
            await rig.DeliverAsync(request);
            await rig.DrainAsync();

            rig.Exporter("test").Sizes.ShouldAllBe(items => items <= most);
            CanonicalItems.ShouldBeSameMultiset(
                CanonicalItems.Of(Signal.Traces, rig.Exporter("test").Received), CanonicalItems.Of(Signal.Traces, request));
        }
    }

    [Fact]
    public async Task Batch_OfOneWholeRequest_LeavesByteForByte()
    {
        byte[] request = SampleRequests.Traces(20, seed: 9, resources: 2, scopesPerResource: 2);
        await using PathRig rig = Rig("send_batch_size: 20");
        await rig.DeliverAsync(request);

        await rig.DrainAsync();
        rig.Exporter("test").Received.ShouldHaveSingleItem().ShouldBe(request);
    }

    [Fact]
    public async Task Batch_AtShutdown_HandsOnWhatItHolds()
    {
        await using PathRig rig = Rig("timeout: 1h");
        await rig.DeliverAsync(SampleRequests.Traces(7, seed: 1));

        (await rig.DrainAsync()).ShouldBe(new DrainReport(0, InTime: true));
        rig.Exporter("test").Sizes.ShouldBe([7]);
    }

    [Fact]
    public async Task Batch_AfterABatch_GathersAgain()
    {
        await using PathRig rig = PathRig.Traces(
            "batch/small: {send_batch_size: 5, send_batch_max_size: 5}, batch/large: {send_batch_size: 20}", "batch/small, batch/large",
            "test: {}", "test");
        await rig.DeliverAsync(SampleRequests.Traces(20, seed: 1));

        await rig.DrainAsync();
        rig.Exporter("test").Sizes.ShouldBe([20]);
    }
}
