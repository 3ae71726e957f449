using HotPath.Components.Receivers.Otlp;
using HotPath.Hosting.Requests;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace HotPath.Hosting.Http;

/// <summary>
/// What Kestrel calls for each request of one HTTP server: no middleware, no routing, no per-request services stand between.
/// </summary>
internal sealed class HttpApplication : IHttpApplication<HttpCall>, IDisposable
{
    public HttpApplication(HttpServerPlan plan, HttpRoutes routes, HostLimits limits, TimeProvider time, ILogger log)
    {
        Plan = plan;
        Routes = routes;
        Limits = limits;
        Time = time;
        Log = log;
        Cors = plan.Cors is null ? null : new CorsPolicy(plan.Cors);
        Watch = new BodyWatch(limits, time);
    }

    /// <summary>The server's settings.</summary>
    public HttpServerPlan Plan { get; }

    /// <summary>The intakes by path.</summary>
    public HttpRoutes Routes { get; }

    /// <summary>Answers web pages' browsers; null if no page may send.</summary>
    public CorsPolicy? Cors { get; }

    /// <summary>The limits that no key sets.</summary>
    public HostLimits Limits { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>For faults of ours only: nothing is logged for a request.</summary>
    public ILogger Log { get; }

    /// <summary>Watches the bodies that are waited for.</summary>
    public BodyWatch Watch { get; }

    /// <summary>Records how long answers took; null if nobody looks at it.</summary>
    public HttpTimes? Times { get; init; }

    /// <inheritdoc/>
    public HttpCall CreateContext(IFeatureCollection contextFeatures)
    {
        // Kestrel's request objects are pooled, and keep the context of their last request for the next.
        HttpCall call;
        if (contextFeatures is IHostContextContainer<HttpCall> container)
        {
            call = container.HostContext ??= new HttpCall(this);
        }
        else
        {
            call = new HttpCall(this);
        }

        call.Open(contextFeatures);
        return call;
    }

    /// <inheritdoc/>
    public Task ProcessRequestAsync(HttpCall context) => Times is null ? context.RunAsync() : Times.RunAsync(context.Features, context);

    /// <inheritdoc/>
    public void DisposeContext(HttpCall context, Exception? exception)
    {
        // Nothing outlives RunAsync: the body's lease and the message's were returned or handed over there.
    }

    /// <inheritdoc/>
    public void Dispose() => Watch.Dispose();
}
