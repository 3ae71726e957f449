using System.Runtime.CompilerServices;
using System.Text;
using HotPath.Components.Exporters.Shared;
using HotPath.Core;
using HotPath.Core.Http2.Hpack;
using HotPath.Engine.Auth;
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

    private static readonly int SignalCount = Enum.GetValues<Signal>().Length;

    private const string Service = "/opentelemetry.proto.collector.";

    private readonly ConditionalWeakTable<ClientCredentials, byte[]?[]> _withCredentials = [];
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

    /// <summary>
    /// The block of a signal's requests that carry these credentials; it is made once for as long as the credentials are the same.
    /// </summary>
    public ReadOnlySpan<byte> Of(Signal signal, ClientCredentials? credentials)
    {
        if (credentials is null)
        {
            return Of(signal);
        }

        byte[]?[] blocks = _withCredentials.GetValue(credentials, static _ => new byte[]?[SignalCount]);
        return blocks[(int)signal] ??= [.. Of(signal), .. Encode(credentials)];
    }

    private static byte[] Encode(ClientCredentials credentials)
    {
        var encoder = new HpackEncoder(0);
        var block = new List<byte>();
        foreach ((string name, string value) in HeaderEdits.Fields(credentials))
        {
            Add(encoder, block, name, value, HpackIndexing.Never);
        }

        return [.. block];
    }

    private ReadOnlySpan<byte> Of(Signal signal) => signal switch
    {
        Signal.Traces => _traces,
        Signal.Metrics => _metrics,
        Signal.Logs => _logs,
        _ => _profiles,
    };

    private static void Add(HpackEncoder encoder, List<byte> block, string name, string value, HpackIndexing indexing)
    {
        byte[] nameBytes = Encoding.ASCII.GetBytes(name);
        byte[] valueBytes = Encoding.ASCII.GetBytes(value);
        var field = new byte[HpackEncoder.MostBytes(nameBytes, valueBytes)];
        encoder.TryWrite(field, nameBytes, valueBytes, indexing, out int written);
        block.AddRange(field.AsSpan(0, written));
    }

    private static byte[] Encode(GrpcClientPlan plan, TimeSpan timeout, ComponentId id, string path)
    {
        var encoder = new HpackEncoder(0);
        var block = new List<byte>();
        void Add(string name, string value, HpackIndexing indexing = HpackIndexing.None) =>
            RequestHeaders.Add(encoder, block, name, value, indexing);

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

        // With the literals' own bytes, credentials take less than twice their names and values.
        int most = plan.Auth is null ? MaxBytes : MaxBytes - (ClientCredentials.MaxBytes * 3 / 2);
        return block.Count <= most ? [.. block] : throw new InvalidOperationException(
            $"exporters::{id}::headers: {block.Count} bytes encoded, more than {most}: no server takes so many; shorten them");
    }
}
