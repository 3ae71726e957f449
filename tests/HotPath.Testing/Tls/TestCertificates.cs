using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HotPath.Testing.Tls;

/// <summary>An authority and certificates of its making, in PEM files of a directory that goes with it.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly ECDsa _authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;
    private readonly string _directory = Directory.CreateTempSubdirectory("hotpath-tls-").FullName;

    private readonly Lazy<(X509Certificate2 Certificate, string CertFile, string KeyFile)> _server;
    private readonly Lazy<(X509Certificate2 Certificate, string CertFile, string KeyFile)> _client;

    /// <summary>Makes the authority.</summary>
    public TestCertificates()
    {
        var request = new CertificateRequest("CN=Test Authority", _authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        CaFile = Write("ca.crt", _authority.ExportCertificatePem());
        _server = new(() => Issue("localhost", IPAddress.Loopback));
        _client = new(() => Issue("a-client"));
    }

    /// <summary>The authority's own certificate.</summary>
    public string CaFile { get; }

    /// <summary>The same as text.</summary>
    public string CaPem => File.ReadAllText(CaFile);

    /// <summary>What a server on loopback shows; with <paramref name="mutual"/> it wants its clients' certificates, too.</summary>
    public TlsFiles Server(bool mutual = false)
    {
        (_, string certFile, string keyFile) = _server.Value;
        return new TlsFiles(mutual ? CaFile : null, certFile, keyFile);
    }

    /// <summary>What a client of <see cref="Server"/> trusts; with <paramref name="mutual"/> it has something to show.</summary>
    public TlsFiles Client(bool mutual = false) => mutual
        ? new TlsFiles(CaFile, _client.Value.CertFile, _client.Value.KeyFile)
        : new TlsFiles(CaFile);

    /// <summary>
    /// Issues a certificate for a DNS name, and addresses besides, and writes <c>NAME.crt</c> and <c>NAME.key</c>.
    /// </summary>
    public (X509Certificate2 Certificate, string CertFile, string KeyFile) Issue(string name, params IPAddress[] addresses) =>
        Issue(name, _authority.NotAfter, addresses);

    /// <summary>The same, with a certificate that has expired an hour ago.</summary>
    public (X509Certificate2 Certificate, string CertFile, string KeyFile) IssueExpired(string name, params IPAddress[] addresses) =>
        Issue(name, DateTimeOffset.UtcNow.AddHours(-1), addresses);

    private (X509Certificate2 Certificate, string CertFile, string KeyFile) Issue(
        string name, DateTimeOffset notAfter, IPAddress[] addresses)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        foreach (IPAddress address in addresses)
        {
            names.AddIpAddress(address);
        }

        request.CertificateExtensions.Add(names.Build());
        byte[] serial = Guid.NewGuid().ToByteArray();
        using X509Certificate2 issued = request.Create(_authority, _authority.NotBefore, notAfter, serial);
        X509Certificate2 certificate = issued.CopyWithPrivateKey(key);
        string certFile = Write(name + ".crt", certificate.ExportCertificatePem());
        return (certificate, certFile, Write(name + ".key", key.ExportPkcs8PrivateKeyPem()));
    }

    /// <summary>Writes a file into the directory.</summary>
    public string Write(string name, string text)
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The certificate of <see cref="Client(bool)"/>, to show with <see cref="Client(string, X509Certificate2)"/>.</summary>
    public X509Certificate2 ClientCertificate => _client.Value.Certificate;

    /// <summary>A client's options that trust the authority and, with <paramref name="show"/>, show a certificate.</summary>
    public SslClientAuthenticationOptions Client(string serverName, X509Certificate2? show = null) => new()
    {
        TargetHost = serverName,
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { _authority },
        },
        ClientCertificateContext = show is null ? null : SslStreamCertificateContext.Create(show, null, offline: true),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _authority.Dispose();
        _authorityKey.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
