using HotPath.Components.Extensions.Shared;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.ZPages;

/// <summary>Reads the keys of a <c>zpages</c> extension (collector/extension/zpagesextension).</summary>
public sealed class ZPagesFactory : IExtensionFactory
{
    /// <summary>The default of <c>endpoint</c>.</summary>
    public const string DefaultEndpoint = "localhost:55679";

    /// <inheritdoc/>
    public string Type => "zpages";

    /// <inheritdoc/>
    public ExtensionPlan Read(ComponentId id, ConfigMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        AdminServerPlan server = AdminServerConfig.ReadHttp(map, DefaultEndpoint);
        bool shows = map.Map("expvar").Flag("enabled", false);
        map.Done();
        return new ZPagesPlan(id, server, shows);
    }
}
