using System.Net.Security;
using System.Security.Authentication;
using HotPath.Engine.Config;

namespace HotPath.Components.Tls;

/// <summary>The validated keys of configtls that clients and servers have in common. Files are read when their user is made.</summary>
/// <param name="CaFile">A PEM file with authorities; empty for none.</param>
/// <param name="CaPem">The same as text.</param>
/// <param name="WithSystemCas">True: the system's authorities are trusted besides those that are named.</param>
/// <param name="CertFile">A PEM file with the own certificate and those between it and its authority; empty for none.</param>
/// <param name="CertPem">The same as text.</param>
/// <param name="KeyFile">A PEM file with the private key.</param>
/// <param name="KeyPem">The same as text.</param>
/// <param name="Protocols">The versions allowed.</param>
/// <param name="CipherSuites">The suites allowed, those of TLS 1.3 included; empty for the system's choice.</param>
/// <param name="ReloadInterval">How old a certificate may be before its files are read again; zero for never.</param>
public sealed record TlsMaterialPlan(
    string CaFile,
    Opaque CaPem,
    bool WithSystemCas,
    string CertFile,
    Opaque CertPem,
    string KeyFile,
    Opaque KeyPem,
    SslProtocols Protocols,
    IReadOnlyList<TlsCipherSuite> CipherSuites,
    TimeSpan ReloadInterval)
{
    /// <summary>True if authorities are named.</summary>
    public bool HasCa => CaFile.Length > 0 || !CaPem.IsEmpty;

    /// <summary>True if there is a certificate.</summary>
    public bool HasCert => CertFile.Length > 0 || !CertPem.IsEmpty;

    /// <summary>True if there is a private key.</summary>
    public bool HasKey => KeyFile.Length > 0 || !KeyPem.IsEmpty;
}
