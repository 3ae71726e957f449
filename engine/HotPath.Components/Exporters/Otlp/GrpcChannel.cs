using System.Net.Http.Headers;
using HotPath.Components.Exporters.Shared;
using HotPath.Engine.Config;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>The way to one backend: .NET's HTTP/2 client, set up as gRPC wants it. One connection, opened by the first request.</summary>
internal static class GrpcChannel
{
    /// <summary>How long opening a connection may take: grpc-go's least connect timeout.</summary>
    internal static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(20);

    /// <summary>An unused connection is closed after so long: grpc-go's idle timeout.</summary>
    internal static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(30);

    /// <summary>The most bytes of response headers and trailers that are taken, in KiB.</summary>
    internal const int MaxResponseHeadersKib = 64;

    /// <summary>Opens the channel.</summary>
    /// <exception cref="InvalidOperationException">A file of the TLS settings cannot be used.</exception>
    public static HttpMessageInvoker Open(GrpcClientPlan plan, ComponentId id) => new(CreateHandler(plan, id));

    /// <summary>.NET's client with the plan's settings.</summary>
    internal static SocketsHttpHandler CreateHandler(GrpcClientPlan plan, ComponentId id)
    {
        var handler = new SocketsHttpHandler
        {
            // A gRPC channel is a pipe: nothing on the way adds, follows or remembers anything.
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionIdleTimeout = IdleTimeout,
            MaxResponseHeadersLength = MaxResponseHeadersKib,
        };
        if (plan.Keepalive is { } keepalive)
        {
            handler.KeepAlivePingDelay = keepalive.Time;
            handler.KeepAlivePingTimeout = keepalive.Timeout;
            handler.KeepAlivePingPolicy =
                keepalive.WithoutStream ? HttpKeepAlivePingPolicy.Always : HttpKeepAlivePingPolicy.WithActiveRequests;
        }

        if (plan.Tls is { } tls)
        {
            handler.SslOptions = TlsClientOptions.Build(tls, $"exporters::{id}::tls");
        }

        return handler;
    }

    /// <summary>Writes the headers that every request of a channel carries, but for those of its message.</summary>
    public static void WriteHeaders(GrpcClientPlan plan, TimeSpan timeout, HttpRequestHeaders headers, HttpContentHeaders contentHeaders)
    {
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("user-agent", plan.UserAgent);
        headers.TryAddWithoutValidation("grpc-accept-encoding", "identity");
        if (timeout > TimeSpan.Zero)
        {
            headers.TryAddWithoutValidation("grpc-timeout", GrpcTimeout(timeout));
        }

        if (plan.Compression.IsOn)
        {
            headers.TryAddWithoutValidation("grpc-encoding", plan.Compression.Encoding);
        }

        if (plan.Authority.Length > 0)
        {
            // HTTP/2 has no Host: it becomes :authority, and the name that TLS asks for and checks.
            headers.Host = plan.Authority;
        }

        foreach ((string name, Opaque value) in plan.Headers)
        {
            // .NET files some names, such as content-language, under the body's headers; on the wire there is no difference.
            if (!headers.TryAddWithoutValidation(name, value.Secret))
            {
                contentHeaders.TryAddWithoutValidation(name, value.Secret);
            }
        }
    }

    /// <summary>A <c>grpc-timeout</c>: at most eight digits and a unit (u = microseconds, m = milliseconds, S = seconds).</summary>
    internal static string GrpcTimeout(TimeSpan timeout)
    {
        const long MostDigits = 99_999_999;
        if (timeout.TotalMicroseconds <= MostDigits && timeout.Ticks % TimeSpan.TicksPerMillisecond != 0)
        {
            return $"{Math.Max(1, (long)timeout.TotalMicroseconds)}u";
        }

        return timeout.TotalMilliseconds <= MostDigits
            ? $"{(long)timeout.TotalMilliseconds}m"
            : $"{Math.Min((long)timeout.TotalSeconds, MostDigits)}S";
    }
}
