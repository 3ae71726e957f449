using HotPath.Testing.Tls;

namespace HotPath.Testing.Foreign;

/// <summary>One port of a proxy, and where it leads.</summary>
/// <param name="Upstream">Where to, <c>host:port</c>.</param>
/// <param name="Listen">What the port shows its clients; null for plaintext. With a CA it wants certificates of them.</param>
/// <param name="Connect">Whom it trusts upstream, and what it shows there; null for plaintext.</param>
public sealed record ProxyRoute(string Upstream, TlsFiles? Listen = null, TlsFiles? Connect = null);
