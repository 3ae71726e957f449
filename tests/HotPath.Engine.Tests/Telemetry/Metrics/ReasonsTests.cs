using System.Reflection;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;
using HotPath.Engine.Queue.Storage;
using HotPath.Testing.Rig;

namespace HotPath.Engine.Tests.Telemetry.Metrics;

/// <summary>
/// Every reason that the ledger counts under is a metric's label, at 0 from the start, so that an alert can be written before it is needed.
/// </summary>
public sealed class ReasonsTests
{
    private static readonly string[] OfEdges = [PersistentQueue.StorageFailed, PersistentQueue.StorageCorrupt];

    [Fact]
    public async Task Reasons_AllThatTheCodeNames_AreShownAtZero()
    {
        await using PathRig rig = PathRig.Traces("batch: {}", "batch", "test: {}", "test");
        Dictionary<string, double> shown = Scrape.Values(rig.Path.Metrics);

        ShouldShow(shown, "hotpath_receiver_refused_requests", ConstantsOf(typeof(RefuseReason)));
        ShouldShow(shown, "hotpath_receiver_refused_bytes", ConstantsOf(typeof(RefuseReason)));
        ShouldShow(shown, "hotpath_pipeline_dropped_items", ConstantsOf(typeof(DropReason)).Except([DropReason.QueueFull]));
        ShouldShow(
            shown, "hotpath_edge_enqueue_failed_items", [DropReason.QueueFull, DropReason.ShuttingDown, PersistentQueue.StorageFailed]);
        ShouldShow(shown, "hotpath_edge_failed_items", ConstantsOf(typeof(ExportReasons)).Concat(OfEdges));
    }

    private static void ShouldShow(Dictionary<string, double> shown, string metric, IEnumerable<string> reasons)
    {
        string[] labels = [.. shown.Keys.Where(key => key.StartsWith(metric + "{", StringComparison.Ordinal))];
        reasons.Where(reason => !labels.Any(label => label.Contains($"reason=\"{reason}\"", StringComparison.Ordinal)))
            .ShouldBeEmpty($"{metric} has not all reasons");
    }

    private static IEnumerable<string> ConstantsOf(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetRawConstantValue()!);
}
