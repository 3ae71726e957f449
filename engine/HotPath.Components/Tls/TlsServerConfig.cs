using HotPath.Engine.Config;

namespace HotPath.Components.Tls;

/// <summary>Reads a server's <c>tls</c> block (collector/config/configtls, ServerConfig).</summary>
internal static class TlsServerConfig
{
    /// <summary>Reads the block <c>tls</c> of a server's map; null if it is absent or blank, which means plaintext.</summary>
    public static TlsServerPlan? Read(ConfigMap server)
    {
        if (server.Child("tls") is null or { IsNull: true })
        {
            return null;
        }

        ConfigMap tls = server.Map("tls");
        var plan = new TlsServerPlan(
            TlsMaterialConfig.Read(tls), tls.Text("client_ca_file", ""), tls.Flag("client_ca_file_reload", false), tls.Node.Path);
        if (!plan.Material.HasCert && !plan.Material.HasKey)
        {
            tls.Error(
                "cert_file", "TLS configuration must include both certificate and key for server connections: add cert_file and key_file");
        }

        if (plan.Material.HasCa)
        {
            tls.Warn(
                plan.Material.CaFile.Length > 0 ? "ca_file" : "ca_pem",
                "has no effect on a server, as in the Collector: the authorities of clients stand under client_ca_file");
        }

        if (plan.ReloadClientCa && plan.ClientCaFile.Length == 0)
        {
            tls.Warn("client_ca_file_reload", "has no effect without client_ca_file");
        }

        tls.Done();
        return plan;
    }
}
