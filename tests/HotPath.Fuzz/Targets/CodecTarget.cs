using System.IO.Compression;
using HotPath.Core.Compression;
using HotPath.Core.Hashing;
using HotPath.Fuzz.Running;
using HotPath.Testing.Compression;
using HotPath.Testing.Wire;

namespace HotPath.Fuzz.Targets;

/// <summary>
/// A decoder. However much room it is given at first, the same bytes come out; another decoder, where there is one, agrees; and what came
/// out
/// is itself again after our encoder and decoder.
/// </summary>
internal sealed class CodecTarget(string name, Codec codec) : IFuzzTarget
{
    private const int MostBytes = 1 << 20;

    private readonly GuardedMemory _guarded = new(2 * Mutator.MostBytes);

    public string Name => name;

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. Messages().Select(message => CodecBytes.Compress(codec, message)),
        .. name == "snappy-framed" ? Messages().Select(SnappyFrames.Write) : [],
    ];

    public IReadOnlyList<byte[]> Tokens { get; } =
    [
        [0x1F, 0x8B, 8, 0], [0x78, 0x01], [0x78, 0x9C], [0x28, 0xB5, 0x2F, 0xFD], [0x04, 0x22, 0x4D, 0x18], [0x50, 0x2A, 0x4D, 0x18],
        [0xFF, 6, 0, 0, .. "sNaPpY"u8], [0, 4, 0, 0], [1, 5, 0, 0], [0xFE, 0, 0, 0], [0x03, 0x00], [0, 0, 0, 0],
    ];

    public int Run(ReadOnlySpan<byte> input)
    {
        ReadOnlyMemory<byte> compressed = _guarded.Place(input);
        DecodeStatus status = CodecBytes.Decompress(codec, compressed, out byte[] bytes, MostBytes);
        DecodeStatus again = CodecBytes.Decompress(codec, compressed, out byte[] slowly, MostBytes, first: 1);
        Invariant.Holds(again == status, $"{status}, but in little room {again}");
        if (status != DecodeStatus.Broken)
        {
            Invariant.Same(slowly, bytes, "in little room");
        }

        if (status == DecodeStatus.Done && bytes.Length > 0)
        {
            // .NET's streams make no bytes at all of nothing, which nobody sends.
            Invariant.Same(CodecBytes.Decompress(codec, CodecBytes.Compress(codec, bytes)), bytes, "through our encoder");
        }

        Compare(status, bytes, input);
        return FuzzTexts.Mix((int)status, FuzzTexts.Magnitude(bytes.Length), status == DecodeStatus.Done ? (int)Crc32C.Of(bytes) & 0xFF
            : 0);
    }

    public byte[] Mend(byte[] input)
    {
        // Only framed snappy: the others' libraries check their own sums, and what is behind them is not ours.
        if (name != "snappy-framed")
        {
            return input;
        }

        byte[] mended = [.. input];
        for (int at = 0; at + 8 <= mended.Length;)
        {
            int length = mended[at + 1] | (mended[at + 2] << 8) | (mended[at + 3] << 16);
            if (mended[at] <= 1 && length >= 4 && at + 4 + length <= mended.Length && Plain(mended, at, length) is { } plain)
            {
                BitConverter.TryWriteBytes(mended.AsSpan(at + 4), SnappyFrames.Checksum(plain));
            }

            at += 4 + length;
        }

        return mended;
    }

    public void Dispose() => ((IDisposable)_guarded).Dispose();

    private static byte[]? Plain(byte[] stream, int at, int length)
    {
        byte[] content = stream[(at + 8)..(at + 4 + length)];
        return stream[at] == 1 ? content : Other(() => IronSnappy.Snappy.Decode(content));
    }

    private void Compare(DecodeStatus status, byte[] bytes, ReadOnlySpan<byte> input)
    {
        byte[] copy = input.ToArray();
        bool isBlock = !input.StartsWith((ReadOnlySpan<byte>)[0xFF, 6, 0, 0, (byte)'s']);
        byte[]? other = name switch
        {
            "snappy" when isBlock => Other(() => IronSnappy.Snappy.Decode(copy)),
            "gzip" when status == DecodeStatus.Done => Other(() => Read(new GZipStream(new MemoryStream(copy),
            CompressionMode.Decompress))),
            "zlib" when status == DecodeStatus.Done => Other(() => Read(new ZLibStream(new MemoryStream(copy),
            CompressionMode.Decompress))),
            "snappy-framed" when status == DecodeStatus.Done && copy.Length > 0 => bytes,
            _ => null,
        };
        if (name == "snappy" && isBlock && status != DecodeStatus.Full)
        {
            Invariant.Holds((status == DecodeStatus.Done) == (other is not null),
                $"{status}, but to the other decoder {(other is null ? "broken" : "good")}");
        }

        if (name is "gzip" or "zlib" && status == DecodeStatus.Done)
        {
            Invariant.Holds(other is not null, "good, but to the other decoder broken");
        }

        if (other is not null && status == DecodeStatus.Done)
        {
            Invariant.Same(bytes, other, "to the other decoder");
        }
    }

    private static byte[]? Other(Func<byte[]> decode)
    {
        try
        {
            return decode();
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static byte[] Read(Stream from)
    {
        using var plain = new MemoryStream();
        from.CopyTo(plain);
        return plain.ToArray();
    }

    private static IEnumerable<byte[]> Messages()
    {
        yield return [];
        yield return [7];
        yield return new byte[1000];
        yield return SampleRequests.Traces(2, seed: 1);
        var noise = new byte[300];
        new Random(1).NextBytes(noise);
        yield return noise;
    }
}
