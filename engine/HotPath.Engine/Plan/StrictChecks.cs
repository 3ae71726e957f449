using HotPath.Engine.Config;
using HotPath.Engine.Config.Gates;

namespace HotPath.Engine.Plan;

/// <summary>What the Collector refuses of a whole configuration and HotPath does not mind: errors where they are asked for.</summary>
internal static class StrictChecks
{
    public static void Refuse(ConfigNode root, FeatureGates gates, ConfigErrors errors)
    {
        if (!errors.IsStrict)
        {
            return;
        }

        foreach ((string id, ConfigNode pipeline) in root["service"]?["pipelines"]?.Entries ?? [])
        {
            if (ComponentId.Parse(id).Type == "profiles" && !gates.IsOn(KnownGates.ProfilesSupport))
            {
                errors.Add(
                    pipeline.KeyPosition, pipeline.Path, $"the Collector refuses pipelines of profiles without --feature-gates={KnownGates.ProfilesSupport}");
            }
        }
    }
}
