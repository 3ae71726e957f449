using HotPath.Engine.Auth;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Plan;

/// <summary>An extension that servers, exporters or both may name as their authenticator.</summary>
/// <param name="Id">Its id.</param>
public abstract record AuthExtensionPlan(ComponentId Id) : ExtensionPlan(Id)
{
    /// <summary>True if what it makes is an <see cref="IServerAuthenticator"/>.</summary>
    public virtual bool IsServer => false;

    /// <summary>True if what it makes is an <see cref="IClientAuthenticator"/>.</summary>
    public virtual bool IsClient => false;

    /// <summary>True if gRPC never carries its credentials in plaintext, as in the Collector.</summary>
    public virtual bool NeedsTls => false;

    /// <summary>The keys of client metadata that it reads, as a part of the exporter that names it.</summary>
    public virtual MetadataKeys ReadsMetadata => MetadataKeys.Empty;

    /// <summary>Makes the one instance that serves all who name it; it does nothing before it is started.</summary>
    public abstract IAuthenticator Create(AuthContext context);
}
