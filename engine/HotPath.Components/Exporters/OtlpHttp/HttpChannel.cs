using System.Net.Http.Headers;
using HotPath.Components.Exporters.Shared;
using HotPath.Components.Tls;
using HotPath.Engine.Config;
using Microsoft.Extensions.Logging;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>The way to one backend: .NET's HTTP client with the plan's settings. Connections are opened as requests need them.</summary>
internal static class HttpChannel
{
    /// <summary>How long opening a connection may take: net/http's dialer.</summary>
    internal static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes of response headers that are taken, in KiB.</summary>
    internal const int MaxResponseHeadersKib = 64;

    /// <summary>What is left of a response is read up to here, so that its connection can serve again; with more, it is closed.</summary>
    internal const int MaxDrainBytes = 64 * 1024;

    /// <summary>.NET's client with the plan's settings.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="url">Where it will send to.</param>
    /// <param name="id">The exporter, for errors.</param>
    /// <param name="time">The clock of certificates.</param>
    /// <param name="log">Told of certificates that could not be read again.</param>
    /// <exception cref="InvalidOperationException">A file of the TLS settings cannot be used.</exception>
    public static SocketsHttpHandler CreateHandler(HttpClientPlan plan, Uri url, ComponentId id, TimeProvider time, ILogger log)
    {
        HttpPoolPlan pool = plan.Pool;
        var handler = new SocketsHttpHandler
        {
            // Nothing on the way adds, follows or unpacks anything.
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            UseCookies = pool.Cookies,
            UseProxy = false,
            ConnectTimeout = ConnectTimeout,
            MaxResponseHeadersLength = MaxResponseHeadersKib,
            MaxResponseDrainSize = MaxDrainBytes,
            MaxConnectionsPerServer = pool.MaxConnections == 0 ? int.MaxValue : pool.MaxConnections,
            PooledConnectionIdleTimeout = pool.IdleTimeout == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : pool.IdleTimeout,
            PooledConnectionLifetime = pool.KeepAlive ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
        };
        if (pool.PingDelay > TimeSpan.Zero)
        {
            handler.KeepAlivePingDelay = pool.PingDelay;
            handler.KeepAlivePingTimeout = pool.PingTimeout;
        }

        UseTls(handler, plan, url, $"exporters::{id}::tls", time, log);
        return handler;
    }

    /// <summary>.NET's client speaks TLS by options that never change; for what it can't do there is our own connector.</summary>
    private static void UseTls(SocketsHttpHandler handler, HttpClientPlan plan, Uri url, string path, TimeProvider time, ILogger log)
    {
        bool isNamed = plan.ServerName.Length > 0 || plan.Headers.Any(header => IsHost(header.Key));
        string serverName = plan.ServerName.Length > 0 ? plan.ServerName : url.IdnHost;
        if (url.Scheme == Uri.UriSchemeHttps && plan.Tls is { } tls && (isNamed || tls.Reloads))
        {
            var identity =
                new TlsClientIdentity(tls, path, time, log, options => TlsConnector.Complete(options, serverName, plan.Pool.Http2));
            handler.ConnectCallback = new TlsConnector(identity.Current).ConnectAsync;
            return;
        }

        handler.SslOptions = plan.Tls is null
            ? new() { CertificateChainPolicy = TlsTrust.SystemPolicy }
            : TlsClientOptions.Build(plan.Tls, path);
        if (url.Scheme == Uri.UriSchemeHttps && isNamed)
        {
            TlsConnector.Complete(handler.SslOptions, serverName, plan.Pool.Http2);
            handler.ConnectCallback = new TlsConnector(() => handler.SslOptions).ConnectAsync;
        }
    }

    /// <summary>Writes the headers that every request carries, but for those of its body.</summary>
    public static void WriteHeaders(HttpClientPlan plan, HttpRequestHeaders headers, HttpContentHeaders contentHeaders)
    {
        if (plan.Compression.IsOn)
        {
            contentHeaders.TryAddWithoutValidation("Content-Encoding", plan.Compression.Encoding);
        }

        if (!plan.Pool.KeepAlive)
        {
            headers.ConnectionClose = true;
        }

        foreach ((string name, Opaque value) in plan.Headers)
        {
            // .NET files some names, such as Content-Language, under the body's headers; on the wire there is no difference.
            if (!headers.TryAddWithoutValidation(name, value.Secret))
            {
                contentHeaders.TryAddWithoutValidation(name, value.Secret);
            }
        }

        if (!headers.Contains("User-Agent"))
        {
            headers.TryAddWithoutValidation("User-Agent", UserAgent.Default);
        }
    }

    private static bool IsHost(string name) => string.Equals(name, "Host", StringComparison.OrdinalIgnoreCase);
}
