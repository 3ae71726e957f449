using HotPath.Engine.Telemetry;
using HotPath.Hosting.Requests;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace HotPath.Hosting.Grpc;

/// <summary>
/// What Kestrel calls for each request of one gRPC server: no middleware, no routing, no per-request services stand between.
/// </summary>
internal sealed class GrpcApplication : IHttpApplication<GrpcCall>, IDisposable
{
    public GrpcApplication(GrpcRoutes routes, int maxReceiveBytes, bool includeMetadata, HostLimits limits, TimeProvider time, ILogger log)
    {
        Routes = routes;
        MaxReceiveBytes = maxReceiveBytes;
        IncludeMetadata = includeMetadata;
        Limits = limits;
        Time = time;
        Log = log;
        Watch = new BodyWatch(limits, time);
    }

    /// <summary>The intakes by path.</summary>
    public GrpcRoutes Routes { get; }

    /// <summary><c>max_recv_msg_size_mib</c>, in bytes.</summary>
    public int MaxReceiveBytes { get; }

    /// <summary><c>include_metadata</c>.</summary>
    public bool IncludeMetadata { get; }

    /// <summary>The limits that no key sets.</summary>
    public HostLimits Limits { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>For faults of ours only: nothing is logged for a request.</summary>
    public ILogger Log { get; }

    /// <summary>Watches the bodies that are waited for.</summary>
    public BodyWatch Watch { get; }

    /// <summary>Records how long answers took; null if nobody looks at it.</summary>
    public GrpcTimes? Times { get; init; }

    /// <inheritdoc/>
    public GrpcCall CreateContext(IFeatureCollection contextFeatures)
    {
        // Kestrel's stream objects are pooled, and keep the context of their last request for the next.
        GrpcCall call;
        if (contextFeatures is IHostContextContainer<GrpcCall> container)
        {
            call = container.HostContext ??= new GrpcCall(this);
        }
        else
        {
            call = new GrpcCall(this);
        }

        call.Open(contextFeatures);
        return call;
    }

    /// <inheritdoc/>
    public Task ProcessRequestAsync(GrpcCall context) => Times is null ? context.RunAsync() : Times.RunAsync(context.Features, context);

    /// <inheritdoc/>
    public void DisposeContext(GrpcCall context, Exception? exception)
    {
        // Nothing outlives RunAsync: the body's lease and the message's were returned or handed over there.
    }

    /// <summary>What a sender is told of a fault of ours; the log gets the rest.</summary>
    public RpcStatus Fault(Exception fault)
    {
        Log.Error("a request failed for a fault of the gateway's own", ("error", fault.ToString()));
        return new RpcStatus(RpcCode.Internal, "internal error of the gateway; its log says more");
    }

    /// <inheritdoc/>
    public void Dispose() => Watch.Dispose();
}
