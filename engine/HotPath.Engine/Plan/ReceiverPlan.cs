using HotPath.Core.Wire;
using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>The validated settings of one receiver. Which host serves it is the gateway's business.</summary>
/// <param name="Id">Its id.</param>
public abstract record ReceiverPlan(ComponentId Id)
{
    /// <summary>Where it listens.</summary>
    public abstract IReadOnlyList<NetworkAddress> Listeners { get; }

    /// <summary>How much of each request is checked before it is acknowledged.</summary>
    public Validation Validation { get; init; }

    /// <summary>How requests come, as the label <c>transport</c> of its metrics says it; each is counted by itself. At least one.</summary>
    public virtual IReadOnlyList<string> Transports => [GrpcTransport];

    /// <summary>
    /// Transports without a server of their own, whose requests the servers that there are take, too; counted like
    /// <see cref="Transports"/>.
    /// </summary>
    public virtual IReadOnlyList<string> GuestTransports => [];

    /// <summary>True if some transport of it includes client metadata with its requests.</summary>
    public virtual bool IncludesMetadata => false;

    /// <summary>The extensions in the way of its servers.</summary>
    public virtual IReadOnlyList<MiddlewareUse> Middlewares => [];

    /// <summary>The authenticators that its servers name.</summary>
    public virtual IReadOnlyList<AuthUse> Authenticators => [];

    /// <summary>True if every server of it stands behind a gate of its own.</summary>
    public bool IsGated => Transports.All(transport => Middlewares.Any(use => use.Transport == transport));

    /// <summary>The transport of gRPC calls.</summary>
    public const string GrpcTransport = "grpc";

    /// <summary>The transport of HTTP requests.</summary>
    public const string HttpTransport = "http";
}
