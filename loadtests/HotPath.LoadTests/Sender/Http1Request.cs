using System.Text;
using HotPath.LoadTests.Scenarios;

namespace HotPath.LoadTests.Sender;

/// <summary>One OTLP/HTTP request as it stands on the wire, written once; before each use only its trace ids are made fresh.</summary>
internal sealed class Http1Request
{
    private readonly byte[] _bytes;
    private readonly int[] _traceIds;

    private Http1Request(byte[] bytes, int[] traceIds, int spans)
    {
        _bytes = bytes;
        _traceIds = traceIds;
        Spans = spans;
    }

    /// <summary>Spans in it.</summary>
    public int Spans { get; }

    /// <summary>All of it.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    public static Http1Request Create(Payload payload, Traffic traffic)
    {
        string type = traffic.Protocol == WireProtocol.HttpJson ? "application/json" : "application/x-protobuf";
        string encoding = traffic.Compression == Traffic.None ? "" : $"Content-Encoding: {traffic.Compression}\r\n";
        byte[] head = Encoding.ASCII.GetBytes(
            $"POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {type}\r\n"
            + $"{encoding}Content-Length: {payload.Bytes.Length}\r\n\r\n");
        return new Http1Request([.. head, .. payload.Bytes], [.. payload.TraceIds.Select(at => at + head.Length)], payload.Spans);
    }

    /// <summary>Makes it ready to be sent again.</summary>
    public void Renew(FreshIds ids) => ids.Write(_bytes, _traceIds);
}
