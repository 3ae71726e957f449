using System.Security.Authentication;
using HotPath.Engine.Config;

namespace HotPath.Components.Exporters.Shared;

/// <summary>
/// The validated keys of a configtls client that speaks TLS. Files are read when the exporter is made, as in the Collector.
/// </summary>
/// <param name="SkipVerify">True: any certificate of the server will do.</param>
/// <param name="CaFile">A PEM file with the authorities to trust; empty for the system's.</param>
/// <param name="CaPem">The same as text.</param>
/// <param name="WithSystemCas">True: trust the system's authorities besides those.</param>
/// <param name="CertFile">A PEM file with the client's certificate; empty for none.</param>
/// <param name="CertPem">The same as text.</param>
/// <param name="KeyFile">A PEM file with its private key.</param>
/// <param name="KeyPem">The same as text.</param>
/// <param name="Protocols">The versions allowed.</param>
internal sealed record TlsClientPlan(
    bool SkipVerify,
    string CaFile,
    Opaque CaPem,
    bool WithSystemCas,
    string CertFile,
    Opaque CertPem,
    string KeyFile,
    Opaque KeyPem,
    SslProtocols Protocols)
{
    /// <summary>True if the configuration names authorities of its own.</summary>
    public bool HasCa => CaFile.Length > 0 || !CaPem.IsEmpty;

    /// <summary>True if the client shows a certificate.</summary>
    public bool HasCert => CertFile.Length > 0 || !CertPem.IsEmpty;

    /// <summary>True if the client has a private key.</summary>
    public bool HasKey => KeyFile.Length > 0 || !KeyPem.IsEmpty;
}
