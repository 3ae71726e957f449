using HotPath.Components.Tls;
using HotPath.Engine.Config;

namespace HotPath.Components.Exporters.Shared;

/// <summary>Reads a client's <c>tls</c> block; keys, defaults and checks are the Collector's (config/configtls, ClientConfig).</summary>
internal static class TlsClientConfig
{
    /// <summary>Reads the block.</summary>
    /// <param name="tls">The <c>tls</c> map; empty means TLS with the system's authorities.</param>
    /// <param name="serverName"><c>server_name_override</c>; empty for none.</param>
    /// <param name="insecure">True if the block asks for plaintext: <c>insecure</c>, and no authority of its own, which wins over
    /// it.</param>
    public static TlsClientPlan Read(ConfigMap tls, out string serverName, out bool insecure)
    {
        insecure = tls.Flag("insecure", false);
        serverName = tls.Text("server_name_override", "");
        var plan = new TlsClientPlan(tls.Flag("insecure_skip_verify", false), TlsMaterialConfig.Read(tls));
        tls.Done();
        insecure &= !plan.Material.HasCa;
        return plan;
    }
}
