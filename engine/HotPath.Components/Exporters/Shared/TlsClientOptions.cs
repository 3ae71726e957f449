using System.Net.Security;
using HotPath.Components.Tls;

namespace HotPath.Components.Exporters.Shared;

/// <summary>Turns a <see cref="TlsClientPlan"/> into .NET's options, reading the files it names.</summary>
internal static class TlsClientOptions
{
    /// <summary>Builds the options.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="path">The block's path, for errors: <c>exporters::otlp::tls</c>.</param>
    /// <exception cref="InvalidOperationException">A file cannot be read or is not what its key says.</exception>
    public static SslClientAuthenticationOptions Build(TlsClientPlan plan, string path)
    {
        TlsMaterialPlan material = plan.Material;
        var pem = new TlsPem(path);
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
            TlsTrust trust = pem.Trust("ca", material.CaFile, material.CaPem, material.WithSystemCas);
            options.CertificateChainPolicy = trust.Policy;
            options.RemoteCertificateValidationCallback = trust.Validate;
        }
        else
        {
            options.CertificateChainPolicy = TlsTrust.SystemPolicy;
        }

        if (material.HasCert)
        {
            options.ClientCertificateContext = pem.Certificate(material);
        }

        return options;
    }
}
