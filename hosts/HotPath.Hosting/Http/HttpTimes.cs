using System.Globalization;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry.Metrics;
using HotPath.Hosting.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HotPath.Hosting.Http;

/// <summary>Records how long a request took, by what its answer says.</summary>
/// <param name="times">Where to; null if no metric shows it.</param>
/// <param name="traces">Where requests are sampled for the page <c>tracez</c>; null if nobody looks.</param>
/// <param name="routes">The paths that are known.</param>
/// <param name="time">The clock.</param>
internal sealed class HttpTimes(AnswerTimes? times, ReceiverTraces? traces, HttpRoutes routes, TimeProvider time)
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];

    /// <summary>True if anybody can look at what is recorded now.</summary>
    public bool IsOn => times is not null || traces is { IsWatched: true };

    /// <summary>Serves the request, and records it.</summary>
    public async Task RunAsync(IFeatureCollection features, HttpCall call)
    {
        long started = time.GetTimestamp();
        await call.RunAsync();
        IHttpRequestFeature request = features.GetRequiredFeature<IHttpRequestFeature>();
        int status = features.GetRequiredFeature<IHttpResponseFeature>().StatusCode;
        TimeSpan took = time.GetElapsedTime(started);
        IIntake? intake = routes.Find(request.Path);
        if (intake is not null)
        {
            traces?.Record(intake.Signal, took, status < 400 ? null : status.ToString(CultureInfo.InvariantCulture));
        }

        if (times is null)
        {
            return;
        }

        var key = new AnswerKey(
            Methods.Contains(request.Method) ? request.Method : AnswerKey.Other,
            intake is null ? "" : request.Path,
            status.ToString(CultureInfo.InvariantCulture),
            request.Protocol == HttpProtocol.Http2 ? "2" : request.Protocol == HttpProtocol.Http10 ? "1.0" : "1.1");
        times.Record(key, took);
    }
}
