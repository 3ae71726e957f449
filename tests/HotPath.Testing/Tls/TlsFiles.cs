namespace HotPath.Testing.Tls;

/// <summary>PEM files for one side of a connection, as foreign programs take them.</summary>
/// <param name="CaFile">Whom to trust. A server that has it wants a certificate from every client; a client has it always.</param>
/// <param name="CertFile">What to show; null for nothing. A server has it always.</param>
/// <param name="KeyFile">Its private key.</param>
public sealed record TlsFiles(string? CaFile, string? CertFile = null, string? KeyFile = null);
