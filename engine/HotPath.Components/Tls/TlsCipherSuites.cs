using System.Net.Security;
using HotPath.Engine.Config;

namespace HotPath.Components.Tls;

/// <summary>Reads <c>cipher_suites</c>: IANA's names, of which .NET and Go use the same.</summary>
internal static class TlsCipherSuites
{
    /// <summary>TLS 1.3's suites: as in Go, they are not for the key to choose.</summary>
    private static readonly TlsCipherSuite[] OfTls13 =
        [TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256];

    /// <summary>TLS 1.2's suites with forward secrecy and authenticated encryption, which HTTP/2 allows (RFC 9113, appendix A).</summary>
    private static readonly TlsCipherSuite[] OfTls12 =
    [
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    ];

    /// <summary>What Go knows besides, some under <c>include_insecure_cipher_suites</c>; none of them may carry HTTP/2.</summary>
    private static readonly string[] Weak =
    [
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
        "TLS_RSA_WITH_RC4_128_SHA", "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_256_CBC_SHA",
        "TLS_RSA_WITH_AES_128_CBC_SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA", "TLS_ECDHE_RSA_WITH_RC4_128_SHA", "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
    ];

    /// <summary>The suites allowed; empty if the key is not written.</summary>
    public static IReadOnlyList<TlsCipherSuite> Read(ConfigMap tls)
    {
        // It only lets the Collector take further names, and those are refused below.
        tls.Flag("include_insecure_cipher_suites", false);
        IReadOnlyList<string> names = tls.Texts("cipher_suites");
        var suites = new List<TlsCipherSuite>();
        foreach (string name in names)
        {
            if (Weak.Contains(name))
            {
                tls.Error(
                    "cipher_suites", $"'{name}' is too weak for HTTP/2 (RFC 9113, appendix A), and HotPath does not offer it: remove it");
            }
            else if (Find(name) is { } suite)
            {
                suites.Add(suite);
            }
            else
            {
                tls.Error("cipher_suites", $"invalid TLS cipher suite: '{name}'; write some of {string.Join(", ", OfTls12)}");
            }
        }

        return names.Count == 0 ? [] : [.. suites.Union(OfTls13)];
    }

    /// <summary>The policy for .NET; null for the system's choice.</summary>
    public static CipherSuitesPolicy? Policy(IReadOnlyList<TlsCipherSuite> suites)
    {
        if (suites.Count == 0)
        {
            return null;
        }

        if (OperatingSystem.IsWindows() || OperatingSystem.IsAndroid())
        {
            throw new InvalidOperationException(
                "tls::cipher_suites can't be set on this operating system, which chooses them itself: remove the key");
        }

        return new CipherSuitesPolicy(suites);
    }

    private static TlsCipherSuite? Find(string name)
    {
        foreach (TlsCipherSuite suite in (ReadOnlySpan<TlsCipherSuite>)[.. OfTls12, .. OfTls13])
        {
            if (suite.ToString() == name)
            {
                return suite;
            }
        }

        return null;
    }
}
