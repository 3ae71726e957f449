using HotPath.Components.Tls;
using HotPath.Engine.Config;
using HotPath.Engine.Plan;

namespace HotPath.Components.Extensions.Shared;

/// <summary>The validated settings of a server for those who run the gateway, which takes no telemetry.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="Key">The key that says so, below the extension: <c>endpoint</c>, <c>http::endpoint</c>.</param>
public sealed record AdminServerPlan(NetworkAddress Address, string Key)
{
    /// <summary>What it shows and demands in TLS; null for plaintext.</summary>
    public TlsServerPlan? Tls { get; init; }

    /// <summary>Headers that go with every answer.</summary>
    public IReadOnlyList<KeyValuePair<string, Opaque>> ResponseHeaders { get; init; } = [];
}
