using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>
/// Middlewares must be extensions that run and that can be one; and a <c>memory_limiter</c> extension that no server names limits nothing.
/// </summary>
internal static class MiddlewareChecks
{
    public static void Run(
        IEnumerable<ReceiverPlan> receivers,
        IReadOnlyList<ExtensionPlan> started,
        IReadOnlyCollection<ComponentId> declared,
        ConfigNode service,
        ConfigErrors errors)
    {
        MiddlewareUse[] uses = [.. receivers.SelectMany(r => r.Middlewares)];
        foreach (MiddlewareUse use in uses)
        {
            ExtensionPlan? plan = started.FirstOrDefault(e => e.Id == use.Id);
            if (!declared.Contains(use.Id))
            {
                errors.Add(use.Position, use.Path, PipelineReader.Undefined("extension", use.Id, declared));
            }
            else if (plan is null && !Listed(service).Contains(use.Id))
            {
                errors.Add(use.Position, use.Path, $"the extension '{use.Id}' is not started: list it under service::extensions");
            }
            else if (plan is not null and not GateExtensionPlan)
            {
                errors.Add(use.Position, use.Path, $"the extension '{use.Id}' can't be a middleware; memory_limiter can");
            }
        }

        foreach (GateExtensionPlan gate in started.OfType<GateExtensionPlan>().Where(g => uses.All(u => u.Id != g.Id)))
        {
            errors.Warn(
                service["extensions"]?.Position ?? service.Position,
                "service::extensions",
                $"the extension '{gate.Id}' limits nothing, since no server names it: add middlewares: [{{id: {gate.Id}}}] to the "
                + "receivers' protocols");
        }
    }

    /// <summary>What is listed and has no plan was refused already.</summary>
    private static IEnumerable<ComponentId> Listed(ConfigNode service) =>
        service["extensions"]?.Items.Select(item => ComponentId.Parse(item.Text ?? "")) ?? [];
}
