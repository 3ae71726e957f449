using System.Buffers;
using BenchmarkDotNet.Attributes;
using HotPath.Core;
using HotPath.Core.Compression;

namespace HotPath.Benchmarks.Compression;

/// <summary>
/// A request compressed as an exporter would, and decompressed as a receiver would, against a copy of the bytes. Per span.
/// </summary>
public class CodecBenchmarks
{
    private readonly ArrayBufferWriter<byte> _written = new(1 << 20);
    private byte[] _request = [];
    private byte[] _compressed = [];
    private byte[] _room = [];
    private Codec _codec = Codec.Gzip;
    private int _level;

    [Params("gzip", "gzip-6", "zstd", "snappy", "lz4")]
    public string Format { get; set; } = "gzip";

    [GlobalSetup]
    public void Setup()
    {
        (_codec, _level) = Format switch
        {
            "gzip" => (Codec.Gzip, DeflateLevel.Fastest),
            "gzip-6" => (Codec.Gzip, 6),
            "zstd" => (Codec.Zstd, ZstdLevel.Fastest),
            "snappy" => (Codec.Snappy, 0),
            _ => (Codec.Lz4, 0),
        };
        if (_codec.Missing is { } missing)
        {
            throw new InvalidOperationException(missing);
        }

        _request = Requests.Of(Signal.Traces);

        // A decoder knows the end only when it has room left.
        _room = new byte[_request.Length + 64];
        Compress();
        _compressed = _written.WrittenSpan.ToArray();
    }

    [Benchmark(OperationsPerInvoke = Requests.Items, Baseline = true)]
    public int Copy()
    {
        _request.CopyTo(_room, 0);
        return _room.Length;
    }

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int Compress()
    {
        _written.ResetWrittenCount();
        using MessageEncoder encoder = _codec.OpenEncoder(_level);
        encoder.Begin(_request.Length, _written);
        encoder.Write(_request);
        encoder.End();
        return _written.WrittenCount;
    }

    [Benchmark(OperationsPerInvoke = Requests.Items)]
    public int Decompress()
    {
        using MessageDecoder decoder = _codec.OpenDecoder();
        decoder.Begin(_compressed);
        int filled = 0;
        return decoder.Decode(_room, ref filled) == DecodeStatus.Done && filled == _request.Length
            ? filled
            : throw new InvalidOperationException($"{Format} did not give the request back.");
    }
}
