using HotPath.Components.Exporters.Shared;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Exporters.OtlpHttp;

/// <summary>The validated keys of a confighttp client, and of <c>otlp_http</c>'s own.</summary>
/// <param name="Endpoints">Where each signal goes.</param>
/// <param name="Tls">How to speak TLS to an <c>https</c> URL; null for .NET's defaults.</param>
/// <param name="ServerName">The name that TLS asks for and checks; empty for the URL's host.</param>
/// <param name="Compression">How bodies are compressed.</param>
/// <param name="Headers">Sent with every request.</param>
/// <param name="Pool">The connections.</param>
internal sealed record HttpClientPlan(
    HttpEndpoints Endpoints,
    TlsClientPlan? Tls,
    string ServerName,
    Compression Compression,
    IReadOnlyList<KeyValuePair<string, Opaque>> Headers,
    HttpPoolPlan Pool)
{
    /// <summary>Who adds credentials; null for nobody.</summary>
    public AuthUse? Auth { get; init; }
}
