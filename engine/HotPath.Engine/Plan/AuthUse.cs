using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>An authenticator that a server or an exporter names (<c>auth: {authenticator: …}</c>).</summary>
/// <param name="Role">What for.</param>
/// <param name="Id">The extension.</param>
/// <param name="Position">Where it is named.</param>
/// <param name="Path">The key's path there.</param>
public sealed record AuthUse(AuthRole Role, ComponentId Id, ConfigPosition Position, string Path)
{
    /// <summary>True if what it is added to may cross the network in plaintext.</summary>
    public bool IsPlaintext { get; init; }
}
