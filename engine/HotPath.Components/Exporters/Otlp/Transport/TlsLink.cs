using System.Net.Security;
using HotPath.Core.Net;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>TLS over a socket: bytes that are to be encrypted are gathered into one buffer, and written from there.</summary>
internal sealed class TlsLink : Http2Link
{
    /// <summary>How much is gathered for one write: four TLS records.</summary>
    internal const int StagedBytes = 64 * 1024;

    private readonly SslStream _stream;
    private readonly byte[] _staged = GC.AllocateUninitializedArray<byte>(StagedBytes);

    public TlsLink(SslStream stream) => _stream = stream;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Send(GatherList gather) => _staged.AsMemory(0, gather.Take(_staged));

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> staged) => _stream.WriteAsync(staged);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> to) => _stream.ReadAsync(to);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _stream.Dispose();
}
