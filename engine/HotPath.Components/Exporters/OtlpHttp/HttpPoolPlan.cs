namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>How the connections to a backend are kept.</summary>
/// <param name="MaxConnections">The most at once; 0 for no limit.</param>
/// <param name="IdleTimeout">An unused one is closed after so long; zero for never.</param>
/// <param name="KeepAlive">False: one connection a request.</param>
/// <param name="Http2">True: HTTP/2 where TLS agrees on it (ALPN); plaintext is HTTP/1.1 always.</param>
/// <param name="PingDelay">HTTP/2: a connection that was silent for so long is pinged; zero for never.</param>
/// <param name="PingTimeout">HTTP/2: a ping that is not answered for so long ends the connection.</param>
/// <param name="Cookies">True: cookies that the backend sets are sent back, while the process lives.</param>
internal sealed record HttpPoolPlan(
    int MaxConnections,
    TimeSpan IdleTimeout,
    bool KeepAlive,
    bool Http2,
    TimeSpan PingDelay,
    TimeSpan PingTimeout,
    bool Cookies);
