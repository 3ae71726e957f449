using HotPath.Engine.Config;
using HotPath.Engine.Config.Gates;

namespace HotPath.Engine.Plan;

/// <summary>What the Collector refuses of a whole configuration and HotPath does not mind: errors where they are asked for.</summary>
internal static class StrictChecks
{
    private static readonly string[] Sections = ["receivers", "processors", "exporters", "connectors", "extensions"];

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
                string message = $"the Collector refuses pipelines of profiles without --feature-gates={KnownGates.ProfilesSupport}";
                errors.Add(pipeline.KeyPosition, pipeline.Path, message);
            }
        }

        foreach (string section in Sections)
        {
            foreach ((_, ConfigNode component) in root[section]?.Entries ?? [])
            {
                RefuseOwnKeys(component, errors);
            }
        }
    }

    /// <summary>HotPath's own keys stand in blocks called <c>hotpath</c>, at a component or below.</summary>
    private static void RefuseOwnKeys(ConfigNode node, ConfigErrors errors)
    {
        foreach ((string key, ConfigNode value) in node.Entries)
        {
            if (SecretKeys.IsSecret(value.Path))
            {
                // Names of headers are a user's own.
                continue;
            }

            if (key == "hotpath")
            {
                errors.Add(value.KeyPosition, value.Path, "is HotPath's own, and the Collector refuses it: remove it from a file for both");
                continue;
            }

            RefuseOwnKeys(value, errors);
        }
    }
}
