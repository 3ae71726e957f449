using System.Buffers.Binary;
using System.Text;
using HotPath.LoadTests.Framing;

namespace HotPath.LoadTests.Sender;

/// <summary>
/// One gRPC call as it stands on the wire, framed once: HEADERS, then DATA. Before each use only its stream id and its trace ids are
/// written
/// anew. Belongs to one connection.
/// </summary>
internal sealed class Http2Request
{
    private const int PrefixBytes = 5;
    private const string Path = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

    private readonly byte[] _bytes;
    private readonly int[] _frames;
    private readonly int[] _traceIds;

    private Http2Request(byte[] bytes, int[] frames, int[] traceIds, int spans)
    {
        _bytes = bytes;
        _frames = frames;
        _traceIds = traceIds;
        Spans = spans;
    }

    /// <summary>Spans in it.</summary>
    public int Spans { get; }

    /// <summary>How many frames it has; the first is HEADERS, the rest are DATA.</summary>
    public int Frames => _frames.Length - 1;

    /// <summary>Frames a payload.</summary>
    /// <param name="payload">The message.</param>
    /// <param name="compression">Its grpc-encoding, or null.</param>
    public static Http2Request Create(Payload payload, string? compression)
    {
        byte[] block = Headers(compression);
        byte[] body = new byte[PrefixBytes + payload.Bytes.Length];
        body[0] = compression is null ? (byte)0 : (byte)1;
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), payload.Bytes.Length);
        payload.Bytes.CopyTo(body, PrefixBytes);

        var writer = new FrameWriter();
        var frames = new List<int> { 0 };
        var traceIds = new List<int>();
        writer.Add(Http2Frame.Headers, Http2Frame.EndHeaders, 0, block);
        int next = 0;
        for (int from = 0; from < body.Length;)
        {
            int until = Cut(body.Length, from, payload.TraceIds, next);
            frames.Add(writer.Collected.Length);
            int shift = writer.Collected.Length + Http2Frame.HeaderBytes - from + PrefixBytes;
            for (; next < payload.TraceIds.Count && payload.TraceIds[next] + PrefixBytes < until; next++)
            {
                traceIds.Add(payload.TraceIds[next] + shift);
            }

            writer.Add(Http2Frame.Data, until == body.Length ? Http2Frame.EndStream : (byte)0, 0, body.AsSpan(from, until - from));
            from = until;
        }

        frames.Add(writer.Collected.Length);
        return new Http2Request(writer.Collected.ToArray(), [.. frames], [.. traceIds], payload.Spans);
    }

    /// <summary>Makes it ready to be sent as a stream of its own.</summary>
    public void Renew(int streamId, FreshIds ids)
    {
        for (int frame = 0; frame < Frames; frame++)
        {
            BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(_frames[frame] + 5), streamId);
        }

        ids.Write(_bytes, _traceIds);
    }

    /// <summary>What a frame costs in windows, in bytes: HEADERS nothing (RFC 9113, section 6.9.1).</summary>
    public int WindowBytes(int frame) => frame == 0 ? 0 : _frames[frame + 1] - _frames[frame] - Http2Frame.HeaderBytes;

    /// <summary>Some frames' bytes.</summary>
    public ReadOnlyMemory<byte> Bytes(int from, int until) => _bytes.AsMemory(_frames[from].._frames[until]);

    /// <summary>Where a frame ends: as late as may be, but never inside a trace id, which would have to be written in two pieces.</summary>
    private static int Cut(int length, int from, IReadOnlyList<int> traceIds, int next)
    {
        int until = Math.Min(length, from + Http2Frame.MaxPayloadBytes);
        for (; next < traceIds.Count && traceIds[next] + PrefixBytes < until; next++)
        {
            if (traceIds[next] + PrefixBytes + SpanTemplate.FreshBytes > until)
            {
                return traceIds[next] + PrefixBytes;
            }
        }

        return until;
    }

    /// <summary>
    /// Literals without indexing, which are good for every request (RFC 7541, section 6.2.2); 0x83 and 0x86 are the static table's
    /// <c>:method: POST</c> and <c>:scheme: http</c>.
    /// </summary>
    private static byte[] Headers(string? compression)
    {
        List<byte> block = [0x83, 0x86];
        Literal(block, ":path", Path);
        Literal(block, ":authority", "127.0.0.1");
        Literal(block, "content-type", "application/grpc");
        Literal(block, "te", "trailers");
        if (compression is not null)
        {
            Literal(block, "grpc-encoding", compression);
        }

        return [.. block];
    }

    private static void Literal(List<byte> block, string name, string value) =>
        block.AddRange([0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)value.Length, .. Encoding.ASCII.GetBytes(value)]);
}
