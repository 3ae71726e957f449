using HotPath.Core;
using HotPath.Testing.Grpc;

namespace HotPath.Testing.Http;

/// <summary>One request as an <see cref="HttpSink"/> received it.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="Protocol"><c>HTTP/1.1</c> or <c>HTTP/2</c>.</param>
/// <param name="Connection">Names the TCP connection: equal for requests that shared one.</param>
/// <param name="Headers">The request's headers, names in lower case.</param>
/// <param name="WireBytes">The body as it came.</param>
/// <param name="Bytes">The body after decompression by its Content-Encoding.</param>
public sealed record HttpSinkRequest(
    string Path, string Protocol, string Connection, IReadOnlyDictionary<string, string> Headers, byte[] WireBytes, byte[] Bytes)
{
    /// <summary>
    /// Spans, data points or log records, if the path ends as OTLP's do and the body is protobuf; decoded by Google.Protobuf.
    /// </summary>
    public int Items => Signal is { } signal ? new GrpcSinkRequest(signal, Headers, WireBytes, Bytes).Items : 0;

    private Signal? Signal => Path switch
    {
        "/v1/traces" => Core.Signal.Traces,
        "/v1/metrics" => Core.Signal.Metrics,
        "/v1/logs" => Core.Signal.Logs,
        "/v1development/profiles" => Core.Signal.Profiles,
        _ => null,
    };
}
