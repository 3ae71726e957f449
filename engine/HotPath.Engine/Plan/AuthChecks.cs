using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>What <c>auth</c> names must be an extension that runs, and an authenticator of the side that names it.</summary>
internal static class AuthChecks
{
    public static void Run(
        IEnumerable<ReceiverPlan> receivers,
        IEnumerable<ExporterPlan> exporters,
        IReadOnlyList<ExtensionPlan> started,
        IReadOnlyCollection<ComponentId> declared,
        ConfigNode service,
        ConfigErrors errors)
    {
        var listed = (service["extensions"]?.Items.Select(item => ComponentId.Parse(item.Text ?? "")) ?? []).ToHashSet();
        IEnumerable<AuthUse> ofExporters = exporters.Select(static e => e.Auth).OfType<AuthUse>();
        foreach (AuthUse use in receivers.SelectMany(static r => r.Authenticators).Concat(ofExporters))
        {
            ExtensionPlan? plan = started.FirstOrDefault(e => e.Id == use.Id);
            string? fault = null;
            if (!declared.Contains(use.Id))
            {
                fault = $"failed to resolve authenticator \"{use.Id}\": authenticator not found: "
                    + PipelineReader.Undefined("extension", use.Id, declared);
            }
            else if (!listed.Contains(use.Id))
            {
                fault = $"failed to resolve authenticator \"{use.Id}\": the extension is not started: list it under service::extensions";
            }
            else if (plan is not null)
            {
                fault = Misfit(use, plan as AuthExtensionPlan);
            }

            if (fault is not null)
            {
                errors.Add(use.Position, use.Path, fault);
            }
        }
    }

    /// <summary>The exporters, knowing which metadata their authenticators read.</summary>
    public static Dictionary<ComponentId, ExporterPlan> Bind(
        IReadOnlyDictionary<ComponentId, ExporterPlan> exporters, IReadOnlyList<ExtensionPlan> started) => exporters.ToDictionary(
            static pair => pair.Key,
            pair => started.OfType<AuthExtensionPlan>().FirstOrDefault(plan => plan.Id == pair.Value.Auth?.Id) is { } auth
                ? pair.Value with { AuthReads = auth.ReadsMetadata }
                : pair.Value);

    /// <summary>Why it cannot serve, in the Collector's words first; null if it can.</summary>
    private static string? Misfit(AuthUse use, AuthExtensionPlan? plan) => use.Role switch
    {
        AuthRole.Server when plan is not { IsServer: true } =>
            $"requested authenticator is not a server authenticator: '{use.Id}' "
            + $"{(plan is null ? "authenticates nobody" : "is for exporters")}",
        AuthRole.GrpcClient when plan is not { IsClient: true } =>
            $"requested authenticator is not a gRPC client authenticator: '{use.Id}' "
            + $"{(plan is null ? "authenticates nobody" : "is for receivers")}",
        AuthRole.HttpClient when plan is not { IsClient: true } =>
            $"requested authenticator is not a HTTP client authenticator: '{use.Id}' "
            + $"{(plan is null ? "authenticates nobody" : "is for receivers")}",
        AuthRole.GrpcClient when plan.NeedsTls && use.IsPlaintext =>
            $"the credentials of '{use.Id}' require transport level security: remove insecure: true of the exporter's tls",
        _ => null,
    };
}
