using System.Security.Authentication;
using HotPath.Engine.Config;

namespace HotPath.Components.Exporters.Shared;

/// <summary>Reads a client's <c>tls</c> block; keys, defaults and checks are the Collector's (configtls).</summary>
internal static class TlsClientConfig
{
    private static readonly string[] Versions = ["1.0", "1.1", "1.2", "1.3"];

    private static readonly string[] NotBuilt =
        ["cipher_suites", "include_insecure_cipher_suites", "curve_preferences", "reload_interval", "tpm"];

    /// <summary>Reads the block.</summary>
    /// <param name="tls">The <c>tls</c> map; empty means TLS with the system's authorities.</param>
    /// <param name="serverName"><c>server_name_override</c>; empty for none.</param>
    /// <param name="insecure">True if the block asks for plaintext: <c>insecure</c>, and no authority of its own, which wins over
    /// it.</param>
    public static TlsClientPlan Read(ConfigMap tls, out string serverName, out bool insecure)
    {
        insecure = tls.Flag("insecure", false);
        serverName = tls.Text("server_name_override", "");
        var plan = new TlsClientPlan(
            tls.Flag("insecure_skip_verify", false),
            tls.Text("ca_file", ""),
            tls.Secret("ca_pem"),
            tls.Flag("include_system_ca_certs_pool", false),
            tls.Text("cert_file", ""),
            tls.Secret("cert_pem"),
            tls.Text("key_file", ""),
            tls.Secret("key_pem"),
            ReadProtocols(tls));
        foreach (string key in NotBuilt)
        {
            tls.NotBuilt(key);
        }

        Check(tls, plan);
        tls.Done();
        insecure &= !plan.HasCa;
        return plan;
    }

    private static void Check(ConfigMap tls, TlsClientPlan plan)
    {
        Exclude(tls, "ca", plan.CaFile.Length > 0 && !plan.CaPem.IsEmpty);
        Exclude(tls, "cert", plan.CertFile.Length > 0 && !plan.CertPem.IsEmpty);
        Exclude(tls, "key", plan.KeyFile.Length > 0 && !plan.KeyPem.IsEmpty);
        if (plan.HasCert != plan.HasKey)
        {
            string have = plan.HasCert ? "cert" : "key";
            string want = plan.HasCert ? "key" : "cert";
            string key = tls.Has(have + "_file") ? have + "_file" : have + "_pem";
            tls.Error(key, $"for auth via TLS, provide both certificate and key, or neither: add {want}_file or {want}_pem");
        }
    }

    private static void Exclude(ConfigMap tls, string what, bool both)
    {
        if (both)
        {
            tls.Error(what + "_pem", $"provide either {what}_file or {what}_pem, but not both");
        }
    }

    private static SslProtocols ReadProtocols(ConfigMap tls)
    {
        string min = tls.OneOf("min_version", "1.2", Versions);
        string max = tls.OneOf("max_version", "1.3", Versions);
        if (string.CompareOrdinal(max, min) < 0)
        {
            tls.Error("max_version", $"min_version cannot be greater than max_version: {min} is greater than {max}");
        }
        else if (string.CompareOrdinal(max, "1.2") < 0)
        {
            tls.Error("max_version", $"HotPath needs TLS 1.2 or later; found {max}: write 1.3, or remove the key");
        }

        // A lower minimum changes nothing: HTTP/2 never speaks less than 1.2 (RFC 9113, section 9.2), nor do we over HTTP/1.1.
        SslProtocols tls12 = string.CompareOrdinal(min, "1.2") <= 0 ? SslProtocols.Tls12 : SslProtocols.None;
        SslProtocols tls13 = max == "1.3" ? SslProtocols.Tls13 : SslProtocols.None;
        return tls12 | tls13;
    }
}
