using System.Globalization;
using HotPath.Engine.Telemetry.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HotPath.Hosting.Http;

/// <summary>Records how long a request took, by what its answer says.</summary>
/// <param name="times">Where to.</param>
/// <param name="routes">The paths that are known.</param>
/// <param name="time">The clock.</param>
internal sealed class HttpTimes(AnswerTimes times, HttpRoutes routes, TimeProvider time)
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];

    /// <summary>Serves the request, and records it.</summary>
    public async Task RunAsync(IFeatureCollection features, HttpCall call)
    {
        long started = time.GetTimestamp();
        await call.RunAsync();
        IHttpRequestFeature request = features.GetRequiredFeature<IHttpRequestFeature>();
        int status = features.GetRequiredFeature<IHttpResponseFeature>().StatusCode;
        var key = new AnswerKey(
            Methods.Contains(request.Method) ? request.Method : AnswerKey.Other,
            routes.Find(request.Path) is null ? "" : request.Path,
            status.ToString(CultureInfo.InvariantCulture),
            request.Protocol == HttpProtocol.Http2 ? "2" : request.Protocol == HttpProtocol.Http10 ? "1.0" : "1.1");
        times.Record(key, time.GetElapsedTime(started));
    }
}
