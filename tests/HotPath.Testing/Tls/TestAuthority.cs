using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HotPath.Testing.Tls;

/// <summary>
/// An authority of a test's choice: its name may be another's too, it may stand under another, and what it issues may name its key or not.
/// </summary>
public sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TestAuthority? _above;
    private readonly bool _namesKeys;

    private TestAuthority(string name, TestAuthority? above, bool namesKeys, DateTimeOffset notAfter)
    {
        _above = above;
        _namesKeys = namesKeys;
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        if (namesKeys)
        {
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        }

        Certificate = above is null
            ? request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), notAfter)
            : above.Sign(request, notAfter);
    }

    /// <summary>Its own certificate, without the key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The same as PEM.</summary>
    public string Pem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>A root.</summary>
    /// <param name="name">Its common name.</param>
    /// <param name="namesKeys">
    /// True: certificates hold identifiers of their own and their issuer's key (RFC 5280, sections 4.2.1.1 and 4.2.1.2), as most do. False:
    /// nothing but names tells who issued what.
    /// </param>
    /// <param name="notAfter">When it expires; in a day if not said.</param>
    public static TestAuthority Root(string name, bool namesKeys = false, DateTimeOffset? notAfter = null) =>
        new(name, null, namesKeys, notAfter ?? DateTimeOffset.UtcNow.AddDays(1));

    /// <summary>An authority under this one.</summary>
    public TestAuthority Under(string name) => new(name, this, _namesKeys, Certificate.NotAfter);

    /// <summary>
    /// Issues a certificate for a name and addresses. Its PEM holds the authorities between it and the root, too, as a
    /// <c>cert_file</c> should.
    /// </summary>
    /// <param name="name">The common and DNS name.</param>
    /// <param name="use">The one use that it is for (an OID); any if not said.</param>
    /// <param name="issuerUrl">Where it says that its issuer's certificate can be fetched; nowhere if not said.</param>
    /// <param name="addresses">Addresses that it is for.</param>
    public TestIdentity Issue(string name, string? use = null, Uri? issuerUrl = null, params IPAddress[] addresses)
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
        if (use is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], true));
        }

        if (issuerUrl is not null)
        {
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([], [issuerUrl.ToString()]));
        }

        using X509Certificate2 issued = Sign(request, Certificate.NotAfter);
        string between = "";
        for (TestAuthority? at = this; at?._above is not null; at = at._above)
        {
            between += at.Pem;
        }

        return new TestIdentity(
            issued.CopyWithPrivateKey(key), issued.ExportCertificatePem() + "\n" + between, key.ExportPkcs8PrivateKeyPem());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 Sign(CertificateRequest request, DateTimeOffset notAfter)
    {
        if (_namesKeys)
        {
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(
                Certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single()));
        }

        return request.Create(
            Certificate.SubjectName,
            X509SignatureGenerator.CreateForECDsa(_key),
            Certificate.NotBefore,
            notAfter,
            Guid.NewGuid().ToByteArray());
    }
}
