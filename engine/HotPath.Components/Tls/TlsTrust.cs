using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HotPath.Components.Tls;

/// <summary>
/// The authorities that a <c>tls</c> block names, and what a peer's certificate is worth by them. .NET's own verdict comes first, and a
/// good one stands. It rests on one issuer for each name, and on authorities that are roots, while Go's tries all of a name and trusts
/// whatever is named. So a bad verdict is looked at again, way by way: an authority is replaced by one of the same name while both are
/// trusted, and an intermediate one may be named alone. Thread-safe.
/// </summary>
internal sealed class TlsTrust
{
    private readonly X509Certificate2[] _authorities;

    /// <summary>Trusts these, and nobody else.</summary>
    public TlsTrust(X509Certificate2Collection authorities)
    {
        _authorities = [.. authorities];
        Policy = NewPolicy(X509ChainTrustMode.CustomRootTrust);
        Policy.CustomTrustStore.AddRange(authorities);
    }

    /// <summary>How .NET is to judge where no authority is named: by the system's.</summary>
    public static X509ChainPolicy SystemPolicy { get; } = NewPolicy(X509ChainTrustMode.System);

    /// <summary>How .NET is to judge.</summary>
    public X509ChainPolicy Policy { get; }

    /// <summary>
    /// The last word on a peer's certificate. Throws <see cref="AuthenticationException"/> if it is bad: from a callback that says no,
    /// .NET makes an error that does not tell why.
    /// </summary>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        bool isGood = errors == SslPolicyErrors.None
            || (errors == SslPolicyErrors.RemoteCertificateChainErrors
                && certificate is X509Certificate2 peer && chain is not null && HasAWay(peer, chain));
        return isGood ? isGood : throw new AuthenticationException(WhyNot(chain, errors));
    }

    private bool HasAWay(X509Certificate2 peer, X509Chain judged) =>
        new TlsPaths(_authorities, [.. judged.ChainPolicy.ExtraStore]).From(peer).Any(path => IsGood(path, judged.ChainPolicy));

    /// <summary>In the words that .NET has without a callback.</summary>
    private static string WhyNot(X509Chain? chain, SslPolicyErrors errors)
    {
        X509ChainStatusFlags why = X509ChainStatusFlags.NoError;
        foreach (X509ChainStatus status in chain?.ChainStatus ?? [])
        {
            why |= status.Status;
        }

        return errors == SslPolicyErrors.RemoteCertificateChainErrors
            ? $"The remote certificate is invalid because of errors in the certificate chain: {why}"
            : $"The remote certificate is invalid according to the validation procedure: {errors}";
    }

    /// <summary>Judges one way alone, so that there is nothing to choose: its end is trusted, and the rest must hold.</summary>
    private static bool IsGood(X509Certificate2[] path, X509ChainPolicy judged)
    {
        using var chain = new X509Chain { ChainPolicy = NewPolicy(X509ChainTrustMode.CustomRootTrust) };
        foreach (Oid use in judged.ApplicationPolicy)
        {
            chain.ChainPolicy.ApplicationPolicy.Add(use);
        }

        X509Certificate2 authority = path[^1];
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.ExtraStore.AddRange(path);
        bool isWhole = chain.Build(path[0]);

        // .NET asks for a root. What is named is trusted, root or not: then it is the only thing that may be missing.
        bool isGood = isWhole || chain.ChainStatus.All(static status => status.Status == X509ChainStatusFlags.PartialChain);
        return isGood && TlsPaths.AreSame(chain.ChainElements[^1].Certificate, authority);
    }

    /// <summary>Nothing is fetched from where a certificate says: a stranger's could name any address.</summary>
    private static X509ChainPolicy NewPolicy(X509ChainTrustMode mode) =>
        new() { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck, TrustMode = mode };
}
