using HotPath.Components.Receivers.Otlp;
using HotPath.Engine.Auth;
using HotPath.Hosting.Requests;
using Microsoft.Extensions.Logging;

namespace HotPath.Hosting.Http;

/// <summary>What the requests of OTLP/HTTP on one port have in common.</summary>
internal sealed class HttpApplication : IDisposable
{
    /// <summary>Made once for a port.</summary>
    /// <param name="plan">The server's settings.</param>
    /// <param name="routes">The intakes by path.</param>
    /// <param name="sizeKey">The key that sets the largest body on this port.</param>
    /// <param name="limits">The limits that no key sets.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">For faults of ours only.</param>
    public HttpApplication(HttpServerPlan plan, HttpRoutes routes, string sizeKey, HostLimits limits, TimeProvider time, ILogger log)
    {
        Plan = plan;
        SizeKey = sizeKey;
        Routes = routes;
        Limits = limits;
        Time = time;
        Log = log;
        Cors = plan.Cors is null ? null : new CorsPolicy(plan.Cors);
        Watch = new BodyWatch(limits, time);
    }

    /// <summary>The server's settings.</summary>
    public HttpServerPlan Plan { get; }

    /// <summary>The key that sets the largest body.</summary>
    public string SizeKey { get; }

    /// <summary>The intakes by path.</summary>
    public HttpRoutes Routes { get; }

    /// <summary>Answers web pages' browsers; null if no page may send.</summary>
    public CorsPolicy? Cors { get; }

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
    public HttpTimes? Times
    {
        get => field is { IsOn: true } ? field : null;
        init;
    }

    /// <inheritdoc/>
    public void Dispose() => Watch.Dispose();
}
