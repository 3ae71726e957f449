using System.Buffers.Binary;
using HotPath.Core;
using HotPath.Core.Compression;
using HotPath.Core.Memory;
using HotPath.Fuzz.Running;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Requests;
using HotPath.Testing.Compression;

namespace HotPath.Fuzz.Targets;

/// <summary>
/// A call's body, in pieces of any size: taken whole, as a slow model reads it, or refused; and nothing stays held.
/// <code>
///   encoding (1 B: of 5) │ size of the pieces (1 B) │ body: flag (1 B) │ length (4 B) │ message
/// </code>
/// </summary>
internal sealed class GrpcMessageTarget : IFuzzTarget
{
    private const int MostBytes = 8 * 1024;

    private static readonly GrpcEncoding[] Encodings =
        [GrpcEncoding.Identity, GrpcEncoding.Gzip, GrpcEncoding.Zstd, GrpcEncoding.Snappy, GrpcEncoding.Unknown];

    private readonly SlabPool _slabs = new(new MemoryBudget(1 << 26, 1 << 26), tracking: true);
    private readonly GrpcMessage _message = new(new HostLimits { FirstReservationBytes = 64 });
    private readonly FuzzIntake _intake;

    public GrpcMessageTarget() => _intake = new FuzzIntake(Signal.Traces, _slabs);

    public string Name => "grpc-message";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Body(0, 1, 0, [1, 2, 3]), Body(0, 200, 0, new byte[500]), Body(1, 7, 1, CodecBytes.Compress(Codec.Gzip, new byte[300])),
        Body(2, 9, 1, CodecBytes.Compress(Codec.Zstd, new byte[300])),
            Body(3, 11, 1, CodecBytes.Compress(Codec.SnappyFramed, new byte[300])),
        Body(1, 3, 1, []), Body(0, 5, 0, []), Body(4, 5, 1, [1]),
    ];

    public IReadOnlyList<byte[]> Tokens { get; } = [[0, 0, 0, 0, 1], [1, 0, 0, 0, 0], [0, 0xFF, 0xFF, 0xFF, 0xFF], [0, 0x80, 0, 0, 0], [2],
        [0, 0, 0, 0x20, 0]];

    public int Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2)
        {
            return 0;
        }

        GrpcEncoding encoding = Encodings[input[0] % Encodings.Length];
        int piece = 1 + input[1];
        ReadOnlySpan<byte> body = input[2..];
        var head = new GrpcHead(encoding, null);
        byte[]? expected = Model(head, body);
        _message.Open(new MessageLimit(MostBytes, "max_recv_msg_size_mib", _intake), head);
        for (ReadOnlySpan<byte> left = body; !left.IsEmpty; left = left[Math.Min(piece, left.Length)..])
        {
            _message.Take(left[..Math.Min(piece, left.Length)]);
        }

        Refusal? refusal = _message.Finish() ?? (encoding == GrpcEncoding.Unknown ? null : _message.TryDecompress());
        byte[]? actual = refusal is null ? [] : null;
        if (refusal is null && _message.IsHeld)
        {
            Lease lease = _message.Hand();
            actual = lease.Bytes.ToArray();
            lease.Return();
        }

        _message.Close();
        Invariant.Holds(_slabs.OutstandingLeases == 0, "a lease is still out");
        Invariant.Holds((actual is null) == (expected is null),
            $"{(actual is null ? "refused: " + refusal?.Status.Message : "taken")}, unlike the model");
        Invariant.Same(actual, expected, "the message");
        return FuzzTexts.Mix((int)encoding, refusal is { } why ? FuzzTexts.Kind(why.Status.Message ?? "") : 1,
            FuzzTexts.Magnitude(actual?.Length ?? 0));
    }

    public void Dispose() => _slabs.Dispose();

    private static byte[]? Model(in GrpcHead head, ReadOnlySpan<byte> body)
    {
        if (body.Length < 5 || body[0] > 1 || (body[0] == 1 && head.Encoding == GrpcEncoding.Identity))
        {
            return null;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(body[1..]);
        if (length > MostBytes || length != body.Length - 5)
        {
            return null;
        }

        byte[] message = body[5..].ToArray();
        if (body[0] == 0 || message.Length == 0 || head.Encoding == GrpcEncoding.Unknown)
        {
            return message;
        }

        return CodecBytes.Decompress(head.Decompressor!, message, out byte[] plain, MostBytes) == DecodeStatus.Done ? plain : null;
    }

    private static byte[] Body(byte encoding, byte piece, byte flag, byte[] message)
    {
        byte[] body = [encoding, piece, flag, 0, 0, 0, 0, .. message];
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(3), message.Length);
        return body;
    }
}
