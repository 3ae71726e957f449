using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Plan;

namespace HotPath.Components.Processors.MemoryLimiter;

/// <summary>Reads <c>memory_limiter::hotpath</c>: what a tenant, and what a pipeline, may hold.</summary>
/// <param name="Tenants">Null if no account is kept.</param>
/// <param name="PipelineLimitBytes">0 for no limit.</param>
internal sealed record AccountsConfig(TenantsPlan? Tenants, long PipelineLimitBytes)
{
    private const long BytesPerMib = 1024 * 1024;

    /// <summary>How the names of headers end whose values are secrets: a tenant's name is shown in metrics.</summary>
    private static readonly string[] SecretEndings = ["authorization", "cookie", "token", "api-key", "apikey", "secret", "password"];

    /// <summary>Reads the section.</summary>
    public static AccountsConfig Read(ConfigMap map)
    {
        ConfigMap? tenants = map.Has("tenants") ? map.Map("tenants") : null;
        var read = new AccountsConfig(
            tenants is null ? null : ReadTenants(tenants),
            map.Integer("pipeline_limit_mib", 0, 0, uint.MaxValue) * BytesPerMib);
        map.Done();
        return read;
    }

    private static TenantsPlan ReadTenants(ConfigMap map)
    {
        string key = map.Text("metadata_key", "");
        if (key.Length == 0)
        {
            map.Error("metadata_key", "metadata_key must be set: the header, or gRPC metadata, that names the tenant");
        }
        else if (Array.Exists(SecretEndings, ending => key.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            map.Error(
                "metadata_key",
                $"the header '{key}' holds secrets, and tenants are shown in metrics: name a header that identifies without being one");
        }

        long mib = map.Integer("limit_mib", 0, 0, uint.MaxValue);
        var percentage = (int)map.Integer("limit_percentage", 0, 0, 100);
        if (mib > 0 && map.Has("limit_percentage"))
        {
            map.Error("limit_percentage", "limit_mib is set, too: remove one of the two");
        }

        var most = (int)map.Integer("max_tenants", TenantsPlan.DefaultMaxTenants, 1, TenantsPlan.MostTenants);
        map.Done();
        return new TenantsPlan(MetadataKeys.Of([key]), mib * BytesPerMib, percentage, most);
    }
}
