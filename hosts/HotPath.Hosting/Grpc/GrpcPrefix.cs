using System.Buffers;
using System.Buffers.Binary;

namespace HotPath.Hosting.Grpc;

/// <summary>
/// The five bytes before each gRPC message (grpc/doc/PROTOCOL-HTTP2.md, Length-Prefixed-Message):
/// <code>
///   0      1      2      3      4      5
///   ├──────┼──────┴──────┴──────┴──────┼───────────────┄
///   │ flag │ length, big-endian        │ message
///   └──────┴───────────────────────────┴───────────────┄
///     0 as it is, 1 compressed as grpc-encoding says
/// </code>
/// </summary>
/// <param name="Flag">0 or 1; anything else is a broken sender.</param>
/// <param name="Length">Bytes of the message on the wire.</param>
internal readonly record struct GrpcPrefix(byte Flag, uint Length)
{
    /// <summary>Bytes of the prefix itself.</summary>
    public const int Size = 5;

    /// <summary>Reads a prefix and moves past it; false, and nothing moved, while fewer than five bytes are there.</summary>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, out GrpcPrefix prefix)
    {
        prefix = default;
        if (buffer.Length < Size)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[Size];
        buffer.Slice(0, Size).CopyTo(bytes);
        buffer = buffer.Slice(Size);
        prefix = Read(bytes);
        return true;
    }

    /// <summary>Reads a prefix from five bytes.</summary>
    public static GrpcPrefix Read(ReadOnlySpan<byte> bytes) => new(bytes[0], BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]));
}
