using System.Net.Security;
using HotPath.Components.Tls;
using HotPath.Engine.Config;

namespace HotPath.Components.Exporters.Shared;

/// <summary>Turns a <see cref="TlsClientPlan"/> into .NET's options, reading the files it names.</summary>
internal static class TlsClientOptions
{
    /// <summary>Builds the options.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="id">The exporter, for errors.</param>
    /// <exception cref="InvalidOperationException">A file cannot be read or is not what its key says.</exception>
    public static SslClientAuthenticationOptions Build(TlsClientPlan plan, ComponentId id)
    {
        TlsMaterialPlan material = plan.Material;
        var pem = new TlsPem($"exporters::{id}::tls");
        var options = new SslClientAuthenticationOptions
        {
            CipherSuitesPolicy = TlsCipherSuites.Policy(material.CipherSuites),
            EnabledSslProtocols = material.Protocols,
        };
        if (plan.SkipVerify)
        {
#pragma warning disable CA5359 // This is what the user asked for in so many words: insecure_skip_verify.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (material.HasCa)
        {
            options.CertificateChainPolicy = pem.Trust("ca", material.CaFile, material.CaPem, material.WithSystemCas);
        }

        if (material.HasCert)
        {
            options.ClientCertificateContext = pem.Certificate(material);
        }

        return options;
    }
}
