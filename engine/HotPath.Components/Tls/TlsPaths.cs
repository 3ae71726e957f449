using System.Security.Cryptography.X509Certificates;

namespace HotPath.Components.Tls;

/// <summary>
/// Finds every way from a peer's certificate to an authority that is trusted, by names alone: who issued it may be any of those that have
/// the name. Whether signatures, times and uses hold along a way is for others to say.
/// </summary>
/// <param name="authorities">Who is trusted; a way ends at the first of them, and one that goes on is another way.</param>
/// <param name="sent">What the peer sent besides its certificate: claims, until a way through them holds.</param>
internal sealed class TlsPaths(IReadOnlyList<X509Certificate2> authorities, IReadOnlyList<X509Certificate2> sent)
{
    /// <summary>The most certificates on a way, its two ends included.</summary>
    public const int MostCertificates = 10;

    /// <summary>The most ways that are found.</summary>
    public const int MostPaths = 16;

    /// <summary>The most certificates that are tried, dead ends included: a peer may send many of one name.</summary>
    public const int MostTries = 256;

    private readonly List<X509Certificate2> _path = [];
    private readonly List<X509Certificate2[]> _found = [];
    private int _tries;

    /// <summary>The ways from a certificate, those first that the key identifiers of the certificates speak for.</summary>
    public IReadOnlyList<X509Certificate2[]> From(X509Certificate2 certificate)
    {
        Try(certificate);
        return _found;
    }

    /// <summary>True if two are the same to the byte. .NET's Equals looks at issuer and number only.</summary>
    public static bool AreSame(X509Certificate2 one, X509Certificate2 other) =>
        one.RawDataMemory.Span.SequenceEqual(other.RawDataMemory.Span);

    private void Try(X509Certificate2 certificate)
    {
        if (_path.Count == MostCertificates || _found.Count == MostPaths || ++_tries > MostTries || Holds(_path, certificate))
        {
            return;
        }

        _path.Add(certificate);
        if (Holds(authorities, certificate))
        {
            _found.Add([.. _path]);
        }

        byte[] issuer = certificate.IssuerName.RawData;
        foreach (X509Certificate2 next in authorities.Concat(sent)
                     .Where(other => other.SubjectName.RawData.AsSpan().SequenceEqual(issuer))
                     .OrderBy(other => IsAnothersKey(certificate, other)))
        {
            Try(next);
        }

        _path.RemoveAt(_path.Count - 1);
    }

    private static bool Holds(IReadOnlyList<X509Certificate2> certificates, X509Certificate2 certificate) =>
        certificates.Any(other => AreSame(other, certificate));

    /// <summary>True if the certificate names its issuer's key (RFC 5280, section 4.2.1.1), and it is not this one's.</summary>
    private static bool IsAnothersKey(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        ReadOnlyMemory<byte>? wanted = certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().FirstOrDefault()?.KeyIdentifier;
        ReadOnlyMemory<byte>? has =
            issuer.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifierBytes;
        return wanted is { } one && has is { } other && !one.Span.SequenceEqual(other.Span);
    }
}
