using HotPath.Core;
using HotPath.Core.Compression;
using HotPath.Core.Wire;

namespace HotPath.LoadTests.Sink;

/// <summary>
/// Counts what one connection brings. Spans are counted over the frame around them, which is cheap; every so many messages one is checked
/// in
/// full, so that bytes broken on the way do not go by unseen. Not thread-safe.
/// </summary>
internal sealed class MessageCounter
{
    /// <summary>Of so many messages one is checked in full, the first among them.</summary>
    public const int CheckedInFull = 64;

    private readonly LoadSink _sink;
    private readonly MessageBuffer _decoded = new();
    private int _messages;

    public MessageCounter(LoadSink sink) => _sink = sink;

    /// <summary>Counts a message, decompressed first if it is compressed.</summary>
    public void Count(ReadOnlyMemory<byte> message, string? encoding)
    {
        if (encoding is not null)
        {
            Decode(encoding == "gzip" ? Codec.Gzip : Codec.Zstd, message);
            message = _decoded.Written;
        }

        Validation validation = _messages++ % CheckedInFull == 0 ? Validation.Full : Validation.Framing;
        WalkResult walk = OtlpWalk.Check(Signal.Traces, message.Span, validation);
        if (walk.Fault == WireFault.None)
        {
            _sink.Add(walk.Items, message.Length);
        }
        else
        {
            _sink.AddBroken($"a message arrived broken: {walk.Fault} at byte {walk.FaultOffset} of {message.Length}");
        }
    }

    private void Decode(Codec codec, ReadOnlyMemory<byte> message)
    {
        using MessageDecoder decoder = codec.OpenDecoder();
        decoder.Begin(message);
        int filled = 0;
        DecodeStatus status;
        while ((status = decoder.Decode(_decoded.Room, ref filled)) == DecodeStatus.Full)
        {
            _decoded.Grow();
        }

        _decoded.SetLength(status == DecodeStatus.Done ? filled : 0);
        if (status == DecodeStatus.Broken)
        {
            _sink.AddBroken($"a message arrived that is not a whole {codec.Name} stream: {decoder.Fault}");
        }
    }
}
