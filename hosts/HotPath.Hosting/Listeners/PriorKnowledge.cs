using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace HotPath.Hosting.Listeners;

/// <summary>
/// Lets one plaintext port serve HTTP/1.1 and HTTP/2 with prior knowledge (RFC 9113 section 3.3). Kestrel chooses by ALPN and, without TLS,
/// always HTTP/1.1; so a connection that begins with HTTP/2's preface is shown to it as one on which ALPN chose h2.
/// </summary>
internal sealed class PriorKnowledge : ITlsConnectionFeature, ITlsApplicationProtocolFeature
{
    private static readonly PriorKnowledge Chosen = new();

    /// <inheritdoc/>
    public X509Certificate2? ClientCertificate { get; set; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> ApplicationProtocol { get; } = "h2"u8.ToArray();

    /// <summary>Has Kestrel serve the connection as HTTP/2.</summary>
    public static void Mark(ConnectionContext connection)
    {
        if (connection.Features.Get<ITlsConnectionFeature>() is null)
        {
            connection.Features.Set<ITlsConnectionFeature>(Chosen);
        }

        connection.Features.Set<ITlsApplicationProtocolFeature>(Chosen);
    }

    /// <inheritdoc/>
    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) =>
        Task.FromResult<X509Certificate2?>(null);
}
