using HotPath.Testing.Tls;

namespace HotPath.Testing.Clients;

/// <summary>What the JS client sends.</summary>
public sealed record JsClientOptions
{
    /// <summary>How many spans.</summary>
    public int Spans { get; init; } = 100;

    /// <summary>At most so many spans in one request.</summary>
    public int SpansPerRequest { get; init; } = 64;

    /// <summary>Decides every id.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether messages are compressed.</summary>
    public bool Gzip { get; init; }

    /// <summary>Whom to trust at an https endpoint, and what to show; null for what the system trusts.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>How long the SDK tries before it calls an export failed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
