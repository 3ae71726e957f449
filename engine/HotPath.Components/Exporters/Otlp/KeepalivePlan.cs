namespace HotPath.Components.Exporters.Otlp;

/// <summary>A validated <c>keepalive</c>: HTTP/2 pings that find out that a peer has vanished.</summary>
/// <param name="Time">Silence before a ping.</param>
/// <param name="Timeout">How long its answer may take before the connection counts as dead.</param>
/// <param name="WithoutStream">True: ping although no request is under way.</param>
internal sealed record KeepalivePlan(TimeSpan Time, TimeSpan Timeout, bool WithoutStream);
