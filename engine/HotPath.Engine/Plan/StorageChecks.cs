using HotPath.Engine.Config;
using HotPath.Engine.Queue;

namespace HotPath.Engine.Plan;

/// <summary>What a <c>sending_queue</c> names as its <c>storage</c> must be an extension that runs and that stores.</summary>
internal static class StorageChecks
{
    public static void Run(
        IEnumerable<ExporterPlan> exporters,
        IReadOnlyList<ExtensionPlan> started,
        IReadOnlyCollection<ComponentId> declared,
        ConfigNode service,
        ConfigErrors errors)
    {
        var listed = (service["extensions"]?.Items.Select(item => ComponentId.Parse(item.Text ?? "")) ?? []).ToHashSet();
        foreach (StorageUse use in exporters.Select(static e => e.Chain.Queue.Storage).OfType<StorageUse>())
        {
            ExtensionPlan? plan = started.FirstOrDefault(e => e.Id == use.Id);
            if (!declared.Contains(use.Id))
            {
                errors.Add(use.Position, use.Path, PipelineReader.Undefined("extension", use.Id, declared));
            }
            else if (plan is null && !listed.Contains(use.Id))
            {
                errors.Add(use.Position, use.Path, $"the extension '{use.Id}' is not started: list it under service::extensions");
            }
            else if (plan is not null and not StoragePlan)
            {
                errors.Add(use.Position, use.Path, $"the extension '{use.Id}' stores nothing: name a file_storage extension");
            }
        }
    }
}
