using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace HotPath.Hosting.Http;

/// <summary>
/// Lets one plaintext port serve HTTP/1.1 and HTTP/2 with prior knowledge (RFC 9113 section 3.3). Kestrel chooses by ALPN and, without TLS,
/// always HTTP/1.1; so a connection that begins with HTTP/2's preface is shown to it as one on which ALPN chose h2.
/// </summary>
internal sealed class CleartextHttp2 : ITlsConnectionFeature, ITlsApplicationProtocolFeature
{
    private static readonly CleartextHttp2 Chosen = new();

    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n"u8;

    /// <inheritdoc/>
    public X509Certificate2? ClientCertificate { get; set; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> ApplicationProtocol { get; } = "h2"u8.ToArray();

    /// <summary>Looks at the first bytes, which have arrived, of a connection that <paramref name="next"/> then serves.</summary>
    public static Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        PipeReader input = connection.Transport.Input;
        if (input.TryRead(out ReadResult read))
        {
            if (BeginsWithPreface(read.Buffer))
            {
                connection.Features.Set<ITlsConnectionFeature>(Chosen);
                connection.Features.Set<ITlsApplicationProtocolFeature>(Chosen);
            }

            input.AdvanceTo(read.Buffer.Start);
        }

        return next(connection);
    }

    /// <inheritdoc/>
    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) =>
        Task.FromResult<X509Certificate2?>(null);

    private static bool BeginsWithPreface(in ReadOnlySequence<byte> bytes)
    {
        Span<byte> first = stackalloc byte[Preface.Length];
        if (bytes.Length < first.Length)
        {
            return false;
        }

        bytes.Slice(0, first.Length).CopyTo(first);
        return first.SequenceEqual(Preface);
    }
}
