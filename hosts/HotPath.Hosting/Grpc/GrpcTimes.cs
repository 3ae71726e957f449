using HotPath.Engine.Telemetry.Metrics;
using HotPath.Hosting.Requests;
using Microsoft.AspNetCore.Http.Features;

namespace HotPath.Hosting.Grpc;

/// <summary>Records how long a call took, by what its answer says.</summary>
/// <param name="times">Where to.</param>
/// <param name="routes">The methods that are known.</param>
/// <param name="time">The clock.</param>
internal sealed class GrpcTimes(AnswerTimes times, GrpcRoutes routes, TimeProvider time)
{
    /// <summary>Serves the call, and records it.</summary>
    public async Task RunAsync(IFeatureCollection features, GrpcCall call)
    {
        long started = time.GetTimestamp();
        await call.RunAsync();
        string path = features.GetRequiredFeature<IHttpRequestFeature>().Path;
        string method = routes.Find(path) is null ? AnswerKey.Other : path[1..];
        times.Record(new AnswerKey(method, "", StatusOf(features), ""), time.GetElapsedTime(started));
    }

    private static string StatusOf(IFeatureCollection features)
    {
        string? status = features.GetRequiredFeature<IHttpResponseFeature>().Headers.GrpcStatus;
        status ??= features.Get<IHttpResponseTrailersFeature>()?.Trailers.GrpcStatus;

        // No status: the client was gone before there was one, which gRPC calls CANCELLED.
        return int.TryParse(status, out int code) ? NameOf((RpcCode)code) : "CANCELLED";
    }

    private static string NameOf(RpcCode code) => code switch
    {
        RpcCode.Ok => "OK",
        RpcCode.InvalidArgument => "INVALID_ARGUMENT",
        RpcCode.DeadlineExceeded => "DEADLINE_EXCEEDED",
        RpcCode.ResourceExhausted => "RESOURCE_EXHAUSTED",
        RpcCode.Unimplemented => "UNIMPLEMENTED",
        RpcCode.Internal => "INTERNAL",
        RpcCode.Unavailable => "UNAVAILABLE",
        _ => "UNKNOWN",
    };
}
