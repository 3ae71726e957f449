using System.Buffers.Binary;
using System.Net.Http.Headers;
using HotPath.Components.Exporters.Shared;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>
/// The body of a gRPC call, one message:
/// <code>
///   0         1                   5
///   ├─────────┼───────────────────┼──────────────────────────
///   │ flag: 1 │ length of message │ message
///   │ if gzip │ 32 bits, big end  │
/// </code>
/// (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
/// </summary>
internal sealed class GrpcContent : EgressContent
{
    /// <summary>Bytes before the message.</summary>
    internal const int PrefixBytes = 5;

    public GrpcContent() => Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

    /// <inheritdoc/>
    protected override int PrefixLength => PrefixBytes;

    /// <inheritdoc/>
    protected override void WritePrefix(IEgressMessage message, Span<byte> prefix)
    {
        prefix[0] = message.IsCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(prefix[1..], checked((uint)message.Length));
    }
}
