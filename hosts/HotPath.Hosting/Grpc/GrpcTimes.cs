using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry.Metrics;
using HotPath.Hosting.Requests;
using Microsoft.AspNetCore.Http.Features;

namespace HotPath.Hosting.Grpc;

/// <summary>Records how long a call took, by what its answer says.</summary>
/// <param name="times">Where to; null if no metric shows it.</param>
/// <param name="traces">Where calls are sampled for the page <c>tracez</c>; null if nobody looks.</param>
/// <param name="routes">The methods that are known.</param>
/// <param name="time">The clock.</param>
internal sealed class GrpcTimes(AnswerTimes? times, ReceiverTraces? traces, GrpcRoutes routes, TimeProvider time)
{
    private const string Cancelled = "CANCELLED";
    private const string Ok = "OK";

    /// <summary>True if anybody can look at what is recorded now.</summary>
    public bool IsOn => times is not null || traces is { IsWatched: true };

    /// <summary>Serves the call, and records it.</summary>
    public async Task RunAsync(IFeatureCollection features, GrpcCall call)
    {
        long started = time.GetTimestamp();
        await call.RunAsync();
        string path = features.GetRequiredFeature<IHttpRequestFeature>().Path;
        Record(routes.Find(path), StatusOf(features), time.GetElapsedTime(started));
    }

    /// <summary>Records a call of our own HTTP/2.</summary>
    /// <param name="intake">Where it went; null if its method is not known.</param>
    /// <param name="code">Its answer; null if the client was gone before there was one.</param>
    /// <param name="started">When its headers were there.</param>
    public void Record(IIntake? intake, RpcCode? code, long started) =>
        Record(intake, code is { } known ? NameOf(known) : Cancelled, time.GetElapsedTime(started));

    private void Record(IIntake? intake, string status, TimeSpan took)
    {
        times?.Record(new AnswerKey(intake is null ? AnswerKey.Other : GrpcRoutes.MethodOf(intake.Signal), "", status, ""), took);
        if (intake is not null)
        {
            traces?.Record(intake.Signal, took, ReferenceEquals(status, Ok) ? null : status);
        }
    }

    private static string StatusOf(IFeatureCollection features)
    {
        string? status = features.GetRequiredFeature<IHttpResponseFeature>().Headers.GrpcStatus;
        status ??= features.Get<IHttpResponseTrailersFeature>()?.Trailers.GrpcStatus;

        // No status: the client was gone before there was one, which gRPC calls CANCELLED.
        return int.TryParse(status, out int code) ? NameOf((RpcCode)code) : Cancelled;
    }

    private static string NameOf(RpcCode code) => code switch
    {
        RpcCode.Ok => Ok,
        RpcCode.InvalidArgument => "INVALID_ARGUMENT",
        RpcCode.DeadlineExceeded => "DEADLINE_EXCEEDED",
        RpcCode.ResourceExhausted => "RESOURCE_EXHAUSTED",
        RpcCode.Unimplemented => "UNIMPLEMENTED",
        RpcCode.Internal => "INTERNAL",
        RpcCode.Unavailable => "UNAVAILABLE",
        RpcCode.Unauthenticated => "UNAUTHENTICATED",
        _ => "UNKNOWN",
    };
}
