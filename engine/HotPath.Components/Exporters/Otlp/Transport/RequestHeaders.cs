using System.Text;
using HotPath.Core;
using HotPath.Core.Http2.Hpack;
using HotPath.Engine.Config;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>
/// The headers of every request of an exporter, as HPACK that depends on nothing that went before: encoded once for each signal, and sent
/// as it is by every connection. Configured headers are secrets, which no hop may keep in a table (RFC 7541, section 7.1.3). Thread-safe.
/// </summary>
internal sealed class RequestHeaders
{
    /// <summary>The most bytes that they may be, encoded: more than servers take anyway.</summary>
    internal const int MaxBytes = 32 * 1024;

    private const string Service = "/opentelemetry.proto.collector.";

    private readonly byte[] _traces;
    private readonly byte[] _metrics;
    private readonly byte[] _logs;
    private readonly byte[] _profiles;

    /// <summary>Encodes the headers.</summary>
    /// <exception cref="InvalidOperationException">They are longer than <see cref="MaxBytes"/>.</exception>
    public RequestHeaders(GrpcClientPlan plan, TimeSpan timeout, ComponentId id)
    {
        _traces = Encode(plan, timeout, id, Service + "trace.v1.TraceService/Export");
        _metrics = Encode(plan, timeout, id, Service + "metrics.v1.MetricsService/Export");
        _logs = Encode(plan, timeout, id, Service + "logs.v1.LogsService/Export");
        _profiles = Encode(plan, timeout, id, Service + "profiles.v1development.ProfilesService/Export");
    }

    /// <summary>The block of a signal's requests.</summary>
    public ReadOnlySpan<byte> Of(Signal signal) => signal switch
    {
        Signal.Traces => _traces,
        Signal.Metrics => _metrics,
        Signal.Logs => _logs,
        _ => _profiles,
    };

    private static byte[] Encode(GrpcClientPlan plan, TimeSpan timeout, ComponentId id, string path)
    {
        var encoder = new HpackEncoder(0);
        var block = new List<byte>();
        void Add(string name, string value, HpackIndexing indexing = HpackIndexing.None)
        {
            byte[] nameBytes = Encoding.ASCII.GetBytes(name);
            byte[] valueBytes = Encoding.ASCII.GetBytes(value);
            var field = new byte[HpackEncoder.MostBytes(nameBytes, valueBytes)];
            encoder.TryWrite(field, nameBytes, valueBytes, indexing, out int written);
            block.AddRange(field.AsSpan(0, written));
        }

        Add(":method", "POST");
        Add(":scheme", plan.Tls is null ? "http" : "https");
        Add(":path", path);
        Add(":authority", plan.Authority.Length > 0 ? plan.Authority : plan.Endpoint.Authority);
        Add("content-type", "application/grpc");
        Add("user-agent", plan.UserAgent);
        Add("te", "trailers");
        Add("grpc-accept-encoding", "identity");
        if (timeout > TimeSpan.Zero)
        {
            Add("grpc-timeout", GrpcChannel.GrpcTimeout(timeout));
        }

        if (plan.Compression.IsOn)
        {
            Add("grpc-encoding", plan.Compression.Encoding);
        }

        foreach ((string name, Opaque value) in plan.Headers)
        {
            Add(name, value.Secret, HpackIndexing.Never);
        }

        return block.Count <= MaxBytes ? [.. block] : throw new InvalidOperationException(
            $"exporters::{id}::headers: {block.Count} bytes encoded, more than {MaxBytes}: no server takes so many; shorten them");
    }
}
