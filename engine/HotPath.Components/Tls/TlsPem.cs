using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HotPath.Engine.Config;

namespace HotPath.Components.Tls;

/// <summary>Reads what a <c>tls</c> block names: PEM files, or PEM as text.</summary>
/// <param name="path">The block's path, as errors name it: <c>exporters::otlp::tls</c>.</param>
/// <remarks>Each method throws <see cref="InvalidOperationException"/> if a file cannot be read, or is not what its key says.</remarks>
internal sealed class TlsPem(string path)
{
    /// <summary>What trusts the authorities named, and nobody else but, if asked for, the system's.</summary>
    /// <param name="key">The key's name without <c>_file</c> and <c>_pem</c>.</param>
    /// <param name="file">The file; empty for the text.</param>
    /// <param name="text">The text.</param>
    /// <param name="withSystem">True: trust the system's authorities too.</param>
    public TlsTrust Trust(string key, string file, Opaque text, bool withSystem)
    {
        string pem = Read(key, file, text);
        var authorities = new X509Certificate2Collection();
        Understand(key, file, () => authorities.ImportFromPem(pem));
        if (authorities.Count == 0)
        {
            throw Fault(key, file, "there is no certificate in it", null);
        }

        if (withSystem)
        {
            using var system = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
            system.Open(OpenFlags.ReadOnly);
            authorities.AddRange(system.Certificates);
        }

        return new TlsTrust(authorities);
    }

    /// <summary>The own certificate with its key, and the certificates that follow it in the file.</summary>
    public SslStreamCertificateContext Certificate(TlsMaterialPlan plan)
    {
        string certPem = Read("cert", plan.CertFile, plan.CertPem);
        string keyPem = Read("key", plan.KeyFile, plan.KeyPem);
        X509Certificate2? certificate = null;
        var chain = new X509Certificate2Collection();
        Understand("cert", plan.CertFile, () => certificate = X509Certificate2.CreateFromPem(certPem, keyPem));
        Understand("cert", plan.CertFile, () => chain.ImportFromPem(certPem));
        return SslStreamCertificateContext.Create(certificate!, chain, offline: true);
    }

    /// <summary>A file's bytes.</summary>
    public byte[] ReadBytes(string key, string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Fault(key, file, fault.Message, fault);
        }
    }

    private string Read(string key, string file, Opaque text) =>
        file.Length == 0 ? text.Secret : System.Text.Encoding.UTF8.GetString(ReadBytes(key, file));

    private void Understand(string key, string file, Action import)
    {
        try
        {
            import();
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            throw Fault(key, file, fault.Message, fault);
        }
    }

    private InvalidOperationException Fault(string key, string file, string why, Exception? inner) =>
        new($"{path}::{key}_{(file.Length > 0 ? $"file '{file}'" : "pem")}: {why}; it must be PEM that we may read", inner);
}
