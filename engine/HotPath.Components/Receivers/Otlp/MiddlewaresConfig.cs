using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Receivers.Otlp;

/// <summary>Reads <c>middlewares</c> of a server (collector/config/configmiddleware): a list of <c>id</c>s of extensions.</summary>
internal static class MiddlewaresConfig
{
    /// <summary>Reads the list; what the ids name is checked when the whole configuration is known.</summary>
    public static IReadOnlyList<MiddlewareUse> Read(ConfigMap server, string transport)
    {
        var uses = new List<MiddlewareUse>();
        foreach (ConfigNode item in server.List("middlewares"))
        {
            var map = new ConfigMap(item, server.Errors);
            string id = map.Text("id", "");
            map.Done();
            if (item.IsMap && id.Length == 0)
            {
                map.Error("id", "a middleware needs the id of an extension: write {id: memory_limiter}");
            }
            else if (item.IsMap)
            {
                uses.Add(new MiddlewareUse(transport, ComponentId.Parse(id), map.PositionOf("id"), $"{item.Path}::id"));
            }
        }

        return uses;
    }
}
