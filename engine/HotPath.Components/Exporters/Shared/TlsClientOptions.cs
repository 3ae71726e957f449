using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
        var options = new SslClientAuthenticationOptions { EnabledSslProtocols = plan.Protocols };
        if (plan.SkipVerify)
        {
#pragma warning disable CA5359 // This is what the user asked for in so many words: insecure_skip_verify.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (plan.HasCa)
        {
            options.CertificateChainPolicy = Trust(plan, id);
        }

        if (plan.HasCert)
        {
            options.ClientCertificateContext = Certificate(plan, id);
        }

        return options;
    }

    private static X509ChainPolicy Trust(TlsClientPlan plan, ComponentId id)
    {
        string pem = ReadPem(plan.CaFile, plan.CaPem, id, "ca");
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        Understand(id, "ca", plan.CaFile, () => policy.CustomTrustStore.ImportFromPem(pem));
        if (policy.CustomTrustStore.Count == 0)
        {
            throw Fault(id, "ca", plan.CaFile, "there is no certificate in it", null);
        }

        if (plan.WithSystemCas)
        {
            using var system = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
            system.Open(OpenFlags.ReadOnly);
            policy.CustomTrustStore.AddRange(system.Certificates);
        }

        return policy;
    }

    private static SslStreamCertificateContext Certificate(TlsClientPlan plan, ComponentId id)
    {
        string certPem = ReadPem(plan.CertFile, plan.CertPem, id, "cert");
        string keyPem = ReadPem(plan.KeyFile, plan.KeyPem, id, "key");
        X509Certificate2? certificate = null;
        var chain = new X509Certificate2Collection();
        Understand(id, "cert", plan.CertFile, () => certificate = X509Certificate2.CreateFromPem(certPem, keyPem));
        Understand(id, "cert", plan.CertFile, () => chain.ImportFromPem(certPem));
        return SslStreamCertificateContext.Create(certificate!, chain, offline: true);
    }

    private static string ReadPem(string file, Opaque pem, ComponentId id, string what)
    {
        if (file.Length == 0)
        {
            return pem.Secret;
        }

        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Fault(id, what, file, fault.Message, fault);
        }
    }

    private static void Understand(ComponentId id, string what, string file, Action import)
    {
        try
        {
            import();
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            throw Fault(id, what, file, fault.Message, fault);
        }
    }

    private static InvalidOperationException Fault(ComponentId id, string what, string file, string why, Exception? inner) =>
        new($"exporters::{id}::tls::{what}_{(file.Length > 0 ? $"file '{file}'" : "pem")}: {why}; it must be PEM that we may read", inner);
}
