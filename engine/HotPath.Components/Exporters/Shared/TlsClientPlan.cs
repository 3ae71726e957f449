using HotPath.Components.Tls;

namespace HotPath.Components.Exporters.Shared;

/// <summary>
/// The validated keys of a configtls client that speaks TLS. Files are read when the exporter is made.
/// </summary>
/// <param name="SkipVerify">True: any certificate of the server will do.</param>
/// <param name="Material">The keys that servers have, too.</param>
internal sealed record TlsClientPlan(bool SkipVerify, TlsMaterialPlan Material)
{
    /// <summary>True if files are read again from time to time: the own certificate and key, and the authorities.</summary>
    public bool Reloads =>
        Material.ReloadInterval > TimeSpan.Zero
        && (Material.CertFile.Length > 0 || Material.KeyFile.Length > 0 || Material.CaFile.Length > 0);
}
