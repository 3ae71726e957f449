using HotPath.Components.Exporters.Otlp.Transport;
using HotPath.Components.Exporters.Shared;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>The validated keys of a configgrpc client.</summary>
/// <param name="Endpoint">Where to connect to.</param>
/// <param name="Tls">TLS to speak; null for plaintext.</param>
/// <param name="Compression">How messages are compressed.</param>
/// <param name="Keepalive">Pings; null for none.</param>
/// <param name="Headers">Metadata sent with every request: names in lower case, values as they go over the wire.</param>
/// <param name="UserAgent">The <c>user-agent</c> header.</param>
/// <param name="Authority">What stands in <c>:authority</c> instead of the endpoint, and names the server to TLS; empty for
/// neither.</param>
/// <param name="Balancer">How calls are spread over the addresses of the endpoint's name.</param>
/// <param name="WaitForReady">True: calls wait for a connection as long as they may; false: they fail while every address does.</param>
/// <param name="Transport">Whose HTTP/2 it speaks.</param>
internal sealed record GrpcClientPlan(
    GrpcEndpoint Endpoint,
    TlsClientPlan? Tls,
    Compression Compression,
    KeepalivePlan? Keepalive,
    IReadOnlyList<KeyValuePair<string, Opaque>> Headers,
    string UserAgent,
    string Authority,
    GrpcBalancer Balancer,
    bool WaitForReady,
    GrpcTransportKind Transport)
{
    /// <summary>Who adds credentials; null for nobody.</summary>
    public AuthUse? Auth { get; init; }
}
