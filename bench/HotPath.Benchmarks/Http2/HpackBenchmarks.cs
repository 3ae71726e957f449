using BenchmarkDotNet.Attributes;
using HotPath.Core.Http2.Hpack;

namespace HotPath.Benchmarks.Http2;

/// <summary>The header block of an export call: as clients send it first, in Huffman literals, as it is once tables hold it, and written.
/// Per block.</summary>
public class HpackBenchmarks
{
    private static readonly (byte[] Name, byte[] Value)[] Fields =
    [
        ([.. ":method"u8], [.. "POST"u8]),
        ([.. ":scheme"u8], [.. "http"u8]),
        ([.. ":path"u8], [.. "/opentelemetry.proto.collector.trace.v1.TraceService/Export"u8]),
        ([.. ":authority"u8], [.. "gateway.observability.svc:4317"u8]),
        ([.. "content-type"u8], [.. "application/grpc"u8]),
        ([.. "user-agent"u8], [.. "OTel-OTLP-Exporter-Go/1.28.0 grpc-go/1.66.0"u8]),
        ([.. "te"u8], [.. "trailers"u8]),
        ([.. "grpc-timeout"u8], [.. "10S"u8]),
    ];

    private readonly byte[] _literals = new byte[1024];
    private readonly byte[] _indexed = new byte[1024];
    private readonly byte[] _written = new byte[1024];
    private readonly HpackDecoder _fresh = new(4096, 64 * 1024);
    private readonly HpackDecoder _warm = new(4096, 64 * 1024);
    private readonly HpackEncoder _encoder = new(4096);
    private int _literalBytes;
    private int _indexedBytes;

    [GlobalSetup]
    public void Setup()
    {
        _literalBytes = Encode(new HpackEncoder(4096), _literals, HpackIndexing.None);

        // The first block fills both sides' tables; from the second on it is indexes.
        int filling = Encode(_encoder, _indexed, HpackIndexing.Incremental);
        var sink = default(CountingSink);
        _warm.Decode(_indexed.AsSpan(0, filling), ref sink);
        _indexedBytes = Encode(_encoder, _indexed, HpackIndexing.Incremental);
    }

    [Benchmark]
    public int DecodeLiterals() => Decode(_fresh, _literals.AsSpan(0, _literalBytes));

    [Benchmark]
    public int DecodeIndexed() => Decode(_warm, _indexed.AsSpan(0, _indexedBytes));

    [Benchmark]
    public int EncodeLiterals() => Encode(_encoder, _written, HpackIndexing.Never);

    [Benchmark]
    public int EncodeIndexed() => Encode(_encoder, _written, HpackIndexing.Incremental);

    private static int Decode(HpackDecoder decoder, ReadOnlySpan<byte> block)
    {
        var sink = default(CountingSink);
        return decoder.Decode(block, ref sink) == HpackStatus.Ok ? sink.Bytes : -1;
    }

    private static int Encode(HpackEncoder encoder, Span<byte> to, HpackIndexing indexing)
    {
        encoder.TryBegin(to, out int at);
        foreach ((byte[] name, byte[] value) in Fields)
        {
            encoder.TryWrite(to[at..], name, value, indexing, out int written);
            at += written;
        }

        return at;
    }

    private struct CountingSink : IHeaderSink
    {
        public int Bytes { get; private set; }

        public void Header(long entry, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Bytes += name.Length + value.Length;
    }
}
