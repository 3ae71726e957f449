using HotPath.Components.Receivers.Otlp;
using HotPath.Hosting.Grpc;
using HotPath.Hosting.Http;
using HotPath.Hosting.Listeners;
using Microsoft.AspNetCore.Connections;

namespace HotPath.Hosting.Http2;

/// <summary>
/// What Kestrel calls for each connection of a gRPC server whose HTTP/2 is our own. It needs a duplex pipe and nothing else of Kestrel, so
/// that TLS or anything else may stand before it.
/// </summary>
/// <param name="plan">The server.</param>
/// <param name="application">Its routes, limits and body watch.</param>
/// <param name="others">The paths of OTLP/HTTP: a connection that begins with a request to one of them goes to Kestrel.</param>
/// <param name="gate">Turns away who speaks neither.</param>
/// <param name="peers">Told of connections that pass a limit.</param>
internal sealed class Http2Service(
    GrpcServerPlan plan, GrpcApplication application, HttpRoutes others, PeerGate gate, PeerLog peers) : IDisposable
{
    /// <summary>The server's settings.</summary>
    public GrpcServerPlan Plan => plan;

    /// <summary>Routes, limits, clock.</summary>
    public GrpcApplication Application => application;

    /// <summary>The paths of OTLP/HTTP.</summary>
    public HttpRoutes Others => others;

    /// <summary>Turns away who speaks neither HTTP.</summary>
    public PeerGate Gate => gate;

    /// <summary>Told of connections that pass a limit.</summary>
    public PeerLog Peers => peers;

    /// <summary>Looks at all connections once a second.</summary>
    public ConnectionWatch Watch { get; } = new(application.Time);

    /// <summary>Connections that are not read for a moment.</summary>
    public RefusalPauses Pauses { get; } = new(application.Limits, application.Time);

    /// <summary>
    /// Serves a connection to its end; <paramref name="other"/> serves it if it does not speak HTTP/2, or speaks OTLP/HTTP over it.
    /// </summary>
    public Task RunAsync(ConnectionContext connection, ConnectionDelegate other) => new Http2Connection(this, connection).RunAsync(other);

    /// <inheritdoc/>
    public void Dispose()
    {
        Watch.Dispose();
        Pauses.Dispose();
    }
}
