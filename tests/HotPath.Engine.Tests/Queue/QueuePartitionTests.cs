using HotPath.Engine.Pipeline;
using HotPath.Testing.Rig;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Queue;

/// <summary><c>sending_queue::batch::partition::metadata_keys</c>: only what says the same under the keys is merged.</summary>
public sealed class QueuePartitionTests
{
    private static PathRig Rig(string sizes) => PathRig.Traces(
        "",
        "",
        $$"""
        test: {sending_queue: {wait_for_result: true, batch: { {{sizes}}, flush_timeout: 2s, partition: {metadata_keys: [T, u]} } },
          retry_on_failure: {enabled: false}, timeout: 0s}
        """,
        "test");

    private static Task<Outcome> Send(PathRig rig, int items, int seed, params (string Key, string Value)[] metadata) =>
        rig.DeliverAsync(SampleRequests.Traces(items, seed), metadata: metadata);

    private static string[] ClientsOf(PathRig rig) => [.. rig.Exporter("test").Clients.Select(c => c.Metadata.ToString())];

    [Fact]
    public async Task Batches_OfDifferentMetadata_AreNotMerged()
    {
        await using PathRig rig = Rig("min_size: 10");
        Task<Outcome> first = Send(rig, 6, seed: 1, ("t", "a"));
        Task<Outcome> other = Send(rig, 6, seed: 2, ("t", "b"));
        first.IsCompleted.ShouldBeFalse();
        Task<Outcome> second = Send(rig, 6, seed: 3, ("t", "a"), ("ignored", "x"));
        (await first).ShouldBe(Outcome.Ok);
        (await second).ShouldBe(Outcome.Ok);
        other.IsCompleted.ShouldBeFalse();
        rig.Exporter("test").Sizes.ShouldBe([12]);

        rig.Clock.Advance(TimeSpan.FromSeconds(2));
        (await other).ShouldBe(Outcome.Ok);
        ClientsOf(rig).ShouldBe(["t=a; u=", "t=b; u="]);
    }

    [Fact]
    public async Task Partition_ThatIsNotDue_WaitsOnWhenAnotherOneIsFlushed()
    {
        await using PathRig rig = Rig("min_size: 10");
        Task<Outcome> first = Send(rig, 3, seed: 1, ("t", "a"));
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        Task<Outcome> later = Send(rig, 4, seed: 2, ("t", "b"));
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        (await first).ShouldBe(Outcome.Ok);
        later.IsCompleted.ShouldBeFalse();

        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        (await later).ShouldBe(Outcome.Ok);
        rig.Exporter("test").Sizes.ShouldBe([3, 4]);
    }

    [Fact]
    public async Task Stop_SendsEveryPartition()
    {
        await using PathRig rig = Rig("min_size: 4, max_size: 4");
        Task<Outcome>[] answers = [.. Enumerable.Range(0, 9).Select(i => Send(rig, 5, seed: i + 1, ("t", $"{i}"), ("u", "v")))];
        await rig.DrainAsync();

        (await Task.WhenAll(answers)).ShouldAllBe(outcome => outcome == Outcome.Ok);
        rig.Exporter("test").Sizes.Order().ShouldBe([1, 1, 1, 1, 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4, 4, 4, 4]);
        ClientsOf(rig).Distinct().Count().ShouldBe(9);
    }
}
