using HotPath.Hosting.Grpc;
using HotPath.Hosting.Http;
using HotPath.Hosting.Listeners;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HotPath.Hosting.Ports;

/// <summary>
/// What Kestrel calls for each request of one port, of either protocol: no middleware, no routing, no per-request services stand between.
/// <code>
///                    gRPC port                             HTTP port
///   HTTP/1.1         OTLP/HTTP (other protocol)            OTLP/HTTP
///   HTTP/2           OTLP/HTTP if its path is, else gRPC   gRPC if its content type is, else OTLP/HTTP
/// </code>
/// </summary>
/// <param name="isGrpcPort">True for the gRPC port.</param>
/// <param name="grpc">Serves calls of gRPC.</param>
/// <param name="http">Serves requests of OTLP/HTTP.</param>
/// <param name="peers">Told of requests in the other protocol.</param>
internal sealed class PortApplication(
    bool isGrpcPort, GrpcApplication grpc, HttpApplication http, PeerLog peers) : IHttpApplication<PortCall>
{
    /// <summary>Serves calls of gRPC.</summary>
    public GrpcApplication Grpc => grpc;

    /// <summary>Serves requests of OTLP/HTTP.</summary>
    public HttpApplication Http => http;

    /// <inheritdoc/>
    public PortCall CreateContext(IFeatureCollection contextFeatures)
    {
        // Kestrel's request objects are pooled, and keep the context of their last request for the next.
        PortCall call = contextFeatures is IHostContextContainer<PortCall> container
            ? container.HostContext ??= new PortCall(this)
            : new PortCall(this);
        call.Open(contextFeatures);
        return call;
    }

    /// <inheritdoc/>
    public Task ProcessRequestAsync(PortCall context) => context.RunAsync();

    /// <inheritdoc/>
    public void DisposeContext(PortCall context, Exception? exception)
    {
        // Nothing outlives RunAsync: the body's lease and the message's were returned or handed over there.
    }

    /// <summary>Which protocol a request is in; tells of it if it is not the port's own.</summary>
    public bool IsGrpc(IFeatureCollection features)
    {
        IHttpRequestFeature request = features.GetRequiredFeature<IHttpRequestFeature>();
        bool isGrpc = request.Protocol == HttpProtocol.Http2
            && (GrpcHead.IsGrpc(request.Headers.ContentType) || (isGrpcPort && http.Routes.Find(request.Path) is null));
        if (isGrpc != isGrpcPort && HttpMethods.IsPost(request.Method))
        {
            IHttpConnectionFeature? connection = features.Get<IHttpConnectionFeature>();
            peers.OtherProtocol(connection?.RemoteIpAddress, connection?.RemotePort ?? 0, request.Path);
        }

        return isGrpc;
    }
}
