using HotPath.Components.Receivers.Otlp;
using HotPath.Engine.Auth;
using HotPath.Engine.Telemetry;
using HotPath.Hosting.Requests;
using Microsoft.Extensions.Logging;

namespace HotPath.Hosting.Grpc;

/// <summary>What the calls of gRPC on one port have in common.</summary>
internal sealed class GrpcApplication : IDisposable
{
    /// <summary>Made once for a port.</summary>
    /// <param name="routes">The intakes by path.</param>
    /// <param name="plan">The size, and what is kept of headers.</param>
    /// <param name="sizeKey">The key that sets the size on this port.</param>
    /// <param name="limits">The limits that no key sets.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">For faults of ours only.</param>
    public GrpcApplication(GrpcRoutes routes, GrpcServerPlan plan, string sizeKey, HostLimits limits, TimeProvider time, ILogger log)
    {
        Routes = routes;
        MaxReceiveBytes = plan.MaxReceiveBytes;
        SizeKey = sizeKey;
        IncludeMetadata = plan.IncludeMetadata;
        Limits = limits;
        Time = time;
        Log = log;
        Watch = new BodyWatch(limits, time);
    }

    /// <summary>The intakes by path.</summary>
    public GrpcRoutes Routes { get; }

    /// <summary>The largest message, in bytes.</summary>
    public int MaxReceiveBytes { get; }

    /// <summary>The key that sets it.</summary>
    public string SizeKey { get; }

    /// <summary><c>include_metadata</c>.</summary>
    public bool IncludeMetadata { get; }

    /// <summary>Says who may send; null if all may.</summary>
    public IServerAuthenticator? Auth { get; init; }

    /// <summary>The limits that no key sets.</summary>
    public HostLimits Limits { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>For faults of ours only: nothing is logged for a request.</summary>
    public ILogger Log { get; }

    /// <summary>Watches the bodies that are waited for.</summary>
    public BodyWatch Watch { get; }

    /// <summary>Records how long answers took; null while nobody looks at it, which a reload may change.</summary>
    public GrpcTimes? Times
    {
        get => field is { IsOn: true } ? field : null;
        init;
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
