using HotPath.Components.Processors.Batch;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Components.Tests.Processors.Batch;

/// <summary><c>metadata_keys</c>: senders that differ in them share no batch.</summary>
public sealed class BatchMetadataTests
{
    private static PathRig Rig(string batch) => PathRig.Traces($"batch: {{{batch}}}", "batch", "test: {}", "test");

    [Fact]
    public async Task Combinations_EachFillABatchOfTheirOwn()
    {
        await using PathRig rig = Rig("timeout: 10s, send_batch_size: 10, metadata_keys: [X-Tenant]");
        await SendAsync(rig, 6, ("x-tenant", "a"));
        await SendAsync(rig, 6, ("x-tenant", "b"));
        await SendAsync(rig, 6, ("x-tenant", "a"), ("x-other", "is not looked at"));

        rig.Path.Ledger.Pipelines[0].InFlight.ShouldBe(6);
        await rig.DrainAsync();
        Delivered(rig).ShouldBe(["12 x-tenant=a", "6 x-tenant=b"]);
    }

    [Fact]
    public async Task Combinations_OfManyValuesOrNone_AreTheirOwn()
    {
        await using PathRig rig = Rig("timeout: 10s, metadata_keys: [a, b]");
        await SendAsync(rig, 1, ("a", "1"), ("a", "2"));
        await SendAsync(rig, 2, ("a", "2"), ("a", "1"));
        await SendAsync(rig, 3, ("b", "1"), ("b", "2"));
        await SendAsync(rig, 4);
        await SendAsync(rig, 5, ("a", ""));

        await rig.DrainAsync();
        Delivered(rig).ShouldBe(["1 a=1,2; b=", "2 a=2,1; b=", "3 a=; b=1,2", "4 a=; b=", "5 a=; b="]);
    }

    [Fact]
    public async Task Timeout_RunsForEachCombinationFromItsFirstItem()
    {
        await using PathRig rig = Rig("timeout: 200ms, send_batch_size: 100, metadata_keys: [t]");
        await SendAsync(rig, 1, ("t", "a"));
        rig.Clock.Advance(TimeSpan.FromMilliseconds(50));
        await SendAsync(rig, 2, ("t", "b"));
        await SendAsync(rig, 4, ("t", "c"));
        rig.Clock.Advance(TimeSpan.FromMilliseconds(100));
        await SendAsync(rig, 8, ("t", "a"));

        rig.Clock.Advance(TimeSpan.FromMilliseconds(49));
        rig.Path.Ledger.Pipelines[0].InFlight.ShouldBe(15);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(1));
        rig.Path.Ledger.Pipelines[0].InFlight.ShouldBe(6);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(50));
        rig.Path.Ledger.Pipelines[0].InFlight.ShouldBe(0);
        await SendAsync(rig, 1, ("t", "b"));
        rig.Clock.Advance(TimeSpan.FromMilliseconds(200));
        rig.Path.Ledger.Pipelines[0].InFlight.ShouldBe(0);
    }

    [Fact]
    public async Task Batches_CutAtTheirMaximum_CarryTheirMetadataEach()
    {
        await using PathRig rig = Rig("timeout: 10s, send_batch_size: 4, send_batch_max_size: 4, metadata_keys: [t]");
        await SendAsync(rig, 10, ("t", "a"));

        await rig.DrainAsync();
        Delivered(rig).ShouldBe(["4 t=a", "4 t=a", "2 t=a"], ignoreOrder: true);
    }

    [Fact]
    public async Task Cardinality_OneTooMany_IsRefusedForGoodAndCounted()
    {
        await using PathRig rig = Rig("timeout: 200ms, metadata_keys: [t], metadata_cardinality_limit: 2");
        await SendAsync(rig, 1, ("t", "a"));
        await SendAsync(rig, 1, ("t", "b"));
        rig.Clock.Advance(TimeSpan.FromSeconds(1));

        Outcome refused = await rig.DeliverAsync(SampleRequests.Traces(3, seed: 9), metadata: [("t", "c")]);
        await SendAsync(rig, 1, ("t", "b"));

        refused.ShouldBe(Outcome.Permanent("too many batcher metadata-value combinations"));
        rig.Path.Ledger.Receivers[0].RefusedRequests[RefuseReason.Cardinality].ShouldBe(1);
        rig.Path.Ledger.Receivers[0].RefusedItems.ShouldBe(3);
        rig.Path.Ledger.Pipelines[0].Accepted.ShouldBe(3);
    }

    [Fact]
    public async Task Cardinality_OneTooManyBehindAnotherBatch_IsDroppedAndCounted()
    {
        await using PathRig rig = PathRig.Traces(
            "batch: {timeout: 0s, metadata_keys: [t]}, batch/2: {timeout: 0s, metadata_keys: [T], metadata_cardinality_limit: 1}",
            "batch, batch/2",
            "test: {}",
            "test");
        await SendAsync(rig, 1, ("t", "a"));
        await SendAsync(rig, 2, ("t", "b"));

        await rig.DrainAsync();
        Delivered(rig).ShouldBe(["1 t=a"]);
        rig.Path.Ledger.Pipelines[0].DroppedByReason[DropReason.Cardinality].ShouldBe(2);
    }

    [Fact]
    public async Task WithoutKeys_BatchesCarryNoMetadata()
    {
        await using PathRig rig = PathRig.Traces(
            "batch: {timeout: 0s}, batch/2: {timeout: 0s, metadata_keys: [t]}", "batch, batch/2", "test: {}", "test");
        await SendAsync(rig, 1, ("t", "a"));

        await rig.DrainAsync();
        Delivered(rig).ShouldBe(["1 t="]);
    }

    [Fact]
    public async Task WithoutABatch_TheClientReachesTheExporter()
    {
        await using PathRig rig = PathRig.Create(
            """
            receivers: {test: {} }
            processors: {batch: {timeout: 0s, metadata_keys: [t]} }
            exporters: {test: {}, test/2: {} }
            service:
              pipelines:
                traces: {receivers: [test], processors: [batch], exporters: [test/2]}
                traces/2: {receivers: [test], exporters: [test]}
            """);
        await SendAsync(rig, 1, ("t", "a"));

        await rig.DrainAsync();
        Delivered(rig).ShouldBe(["1 t=a"]);
    }

    [Theory]
    [InlineData("metadata_keys: [x-a, X-A]", "duplicate entry in metadata_keys: \"x-a\" (case-insensitive)")]
    [InlineData("metadata_keys: [\"\"]", "has an empty key")]
    [InlineData("metadata_keys: [a], metadata_cardinality_limit: -1", "metadata_cardinality_limit")]
    public void Keys_Wrong_AreErrors(string keys, string expected)
    {
        var errors = new ConfigErrors();
        ConfigNode root = ConfigComposer.FromText($"{{{keys}}}", "test.yaml", errors);
        new BatchFactory().Read(ComponentId.Parse("batch"), new ConfigMap(root, errors));

        errors.Errors.ShouldHaveSingleItem().ToString().ShouldContain(expected);
    }

    private static async Task SendAsync(PathRig rig, int spans, params (string, string)[] metadata) =>
        (await rig.DeliverAsync(SampleRequests.Traces(spans, seed: spans), metadata: metadata)).ShouldBe(Outcome.Ok);

    private static IEnumerable<string> Delivered(PathRig rig) =>
        rig.Exporter("test").Sizes.Zip(rig.Exporter("test").Clients, static (items, client) => $"{items} {client.Metadata}").Order();
}
