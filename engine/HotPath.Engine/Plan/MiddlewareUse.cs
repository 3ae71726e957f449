using HotPath.Engine.Config;

namespace HotPath.Engine.Plan;

/// <summary>An extension that a receiver's server has in its way (<c>middlewares: [{id: …}]</c>).</summary>
/// <param name="Transport">The server, as the receiver's metrics name it.</param>
/// <param name="Id">The extension.</param>
/// <param name="Position">Where it is named.</param>
/// <param name="Path">The key's path there.</param>
public sealed record MiddlewareUse(string Transport, ComponentId Id, ConfigPosition Position, string Path);
