using System.Security.Authentication;
using HotPath.Engine.Config;

namespace HotPath.Components.Tls;

/// <summary>Reads the keys that every <c>tls</c> block has; keys, defaults and checks are the Collector's (config/configtls).</summary>
internal static class TlsMaterialConfig
{
    private static readonly string[] Versions = ["1.0", "1.1", "1.2", "1.3"];

    /// <summary>Reads the keys. What only one side has is its own reader's, and so is <see cref="ConfigMap.Done"/>.</summary>
    public static TlsMaterialPlan Read(ConfigMap tls)
    {
        var plan = new TlsMaterialPlan(
            tls.Text("ca_file", ""),
            tls.Secret("ca_pem"),
            tls.Flag("include_system_ca_certs_pool", false),
            tls.Text("cert_file", ""),
            tls.Secret("cert_pem"),
            tls.Text("key_file", ""),
            tls.Secret("key_pem"),
            ReadProtocols(tls),
            TlsCipherSuites.Read(tls),
            tls.Duration("reload_interval", TimeSpan.Zero));
        if (tls.Texts("curve_preferences").Count > 0)
        {
            tls.Error("curve_preferences", "can't be set: the system's OpenSSL chooses the curves, X25519 and P-256 first; remove the key");
        }

        if (tls.Map("tpm").Flag("enabled", false))
        {
            tls.Error("tpm", "known to the Collector, but not built in HotPath yet: remove the key, and name the key under key_file");
        }

        foreach (string key in (ReadOnlySpan<string>)["path", "owner_auth", "auth"])
        {
            tls.Map("tpm").Text(key, "");
        }

        Check(tls, plan);
        return plan;
    }

    private static void Check(ConfigMap tls, TlsMaterialPlan plan)
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
