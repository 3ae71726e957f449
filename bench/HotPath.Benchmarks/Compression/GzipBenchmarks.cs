using System.IO.Compression;
using BenchmarkDotNet.Attributes;
using HotPath.Core;
using HotPath.Core.Compression;
using HotPath.Core.Hashing;

namespace HotPath.Benchmarks.Compression;

/// <summary>
/// What a request in gzip costs that is sent on in gzip: inflated and checked, and its blocks kept, against .NET's inflater, and against
/// compressing it anew (<see cref="CodecBenchmarks.Compress"/>). Per span.
/// </summary>
public class GzipBenchmarks
{
    private byte[] _request = [];
    private byte[] _compressed = [];
    private byte[] _room = [];

    [Params(1, 6, 9)]
    public int Level { get; set; } = 6;

    [GlobalSetup]
    public void Setup()
    {
        _request = Requests.Of(Signal.Traces);
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, new ZLibCompressionOptions { CompressionLevel = Level }, leaveOpen: true))
        {
            gzip.Write(_request);
        }

        _compressed = output.ToArray();
        _room = new byte[_request.Length + _compressed.Length];
    }

    [Benchmark(OperationsPerInvoke = Requests.Items, Baseline = true)]
    public int LibraryInflate()
    {
        using var gzip = new GZipStream(new MemoryStream(_compressed), CompressionMode.Decompress);
        gzip.ReadExactly(_room, 0, _request.Length);
        return gzip.ReadByte() < 0 ? _request.Length : throw new InvalidOperationException("There was more.");
    }

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int Inflate() => Decode(_compressed, _room, keep: false);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int InflateAndKeep() => Decode(_compressed, _room, keep: true);

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public uint Checksum() => Crc32.Of(_request);

    private static int Decode(byte[] compressed, Span<byte> room, bool keep)
    {
        using MessageDecoder decoder = Codec.Gzip.OpenDecoder();
        int size = (int)decoder.Begin(compressed).Claimed;
        int filled = 0;
        if (decoder.Decode(room[..size], ref filled) != DecodeStatus.Done)
        {
            throw new InvalidOperationException(decoder.Fault);
        }

        if (keep)
        {
            decoder.Keep(room.Slice(filled, decoder.KeptBytes));
        }

        return filled;
    }
}
