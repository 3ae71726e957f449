using BenchmarkDotNet.Attributes;
using HotPath.Core.Http2;

namespace HotPath.Benchmarks.Http2;

/// <summary>DATA frames of 16 KiB, as a request of 512 spans comes: their headers read, payloads taken out, and headers written; against a
/// copy of the bytes. Per frame.</summary>
public class FrameBenchmarks
{
    private const int Frames = 16;
    private const int PayloadBytes = 16 * 1024;

    private readonly byte[] _stream = new byte[Frames * (FrameHeader.Bytes + PayloadBytes)];
    private readonly byte[] _message = new byte[Frames * PayloadBytes];

    [GlobalSetup]
    public void Setup() => WriteHeaders();

    [Benchmark(OperationsPerInvoke = Frames, Baseline = true)]
    public int Copy()
    {
        _stream.AsSpan(0, _message.Length).CopyTo(_message);
        return _message.Length;
    }

    [Benchmark(OperationsPerInvoke = Frames)]
    public int ReadHeaders()
    {
        int bytes = 0;
        ReadOnlySpan<byte> left = _stream;
        while (!left.IsEmpty)
        {
            FrameHeader header = FrameHeader.Read(left);
            FramePayload.Strip(header, left.Slice(FrameHeader.Bytes, header.Length), out ReadOnlySpan<byte> content);
            bytes += content.Length;
            left = left[(FrameHeader.Bytes + header.Length)..];
        }

        return bytes;
    }

    [Benchmark(OperationsPerInvoke = Frames)]
    public int ReadIntoMessage()
    {
        int filled = 0;
        ReadOnlySpan<byte> left = _stream;
        while (!left.IsEmpty)
        {
            FrameHeader header = FrameHeader.Read(left);
            FramePayload.Strip(header, left.Slice(FrameHeader.Bytes, header.Length), out ReadOnlySpan<byte> content);
            content.CopyTo(_message.AsSpan(filled));
            filled += content.Length;
            left = left[(FrameHeader.Bytes + header.Length)..];
        }

        return filled;
    }

    [Benchmark(OperationsPerInvoke = Frames)]
    public int WriteHeaders()
    {
        for (int i = 0; i < Frames; i++)
        {
            byte flags = i == Frames - 1 ? FrameFlags.EndStream : FrameFlags.None;
            new FrameHeader(PayloadBytes, FrameType.Data, flags, 1).Write(_stream.AsSpan(i * (FrameHeader.Bytes + PayloadBytes)));
        }

        return _stream[0];
    }
}
