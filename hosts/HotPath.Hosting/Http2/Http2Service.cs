using HotPath.Components.Receivers.Otlp;
using HotPath.Hosting.Grpc;
using Microsoft.AspNetCore.Connections;

namespace HotPath.Hosting.Http2;

/// <summary>
/// What Kestrel calls for each connection of a gRPC server whose HTTP/2 is our own. It needs a duplex pipe and nothing else of Kestrel, so
/// that TLS or anything else may stand before it.
/// </summary>
/// <param name="plan">The server.</param>
/// <param name="application">Its routes, limits and body watch.</param>
internal sealed class Http2Service(GrpcServerPlan plan, GrpcApplication application) : IDisposable
{
    /// <summary>The server's settings.</summary>
    public GrpcServerPlan Plan => plan;

    /// <summary>Routes, limits, clock.</summary>
    public GrpcApplication Application => application;

    /// <summary>Looks at all connections once a second.</summary>
    public ConnectionWatch Watch { get; } = new(application.Time);

    /// <summary>Serves a connection to its end; <paramref name="other"/> serves it if it does not begin with HTTP/2's preface.</summary>
    public Task RunAsync(ConnectionContext connection, ConnectionDelegate other) => new Http2Connection(this, connection).RunAsync(other);

    /// <inheritdoc/>
    public void Dispose() => Watch.Dispose();
}
