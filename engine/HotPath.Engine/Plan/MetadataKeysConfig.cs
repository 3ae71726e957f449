using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Plan;

/// <summary>
/// Reads a list of client metadata keys: <c>metadata_keys</c> of <c>batch</c> and of <c>sending_queue::batch::partition</c>.
/// </summary>
public static class MetadataKeysConfig
{
    /// <summary>Reads the list; a key that is there twice, whatever its case, or that is empty is an error.</summary>
    public static MetadataKeys Read(ConfigMap map, string key)
    {
        IReadOnlyList<string> written = map.Texts(key);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in written)
        {
            if (name.Length == 0)
            {
                map.Error(key, "has an empty key: write the name of a header or of gRPC metadata");
            }
            else if (!seen.Add(name))
            {
                map.Error(key, $"duplicate entry in {key}: \"{name.ToLowerInvariant()}\" (case-insensitive): remove one");
            }
        }

        return MetadataKeys.Of(seen);
    }
}
