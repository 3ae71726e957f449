using System.Security.Cryptography.X509Certificates;

namespace HotPath.Testing.Tls;

/// <summary>A certificate that a <see cref="TestAuthority"/> has issued.</summary>
/// <param name="Certificate">It and its key.</param>
/// <param name="CertPem">It, and those between it and its root.</param>
/// <param name="KeyPem">Its key.</param>
public sealed record TestIdentity(X509Certificate2 Certificate, string CertPem, string KeyPem);
