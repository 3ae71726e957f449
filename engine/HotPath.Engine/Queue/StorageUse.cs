using HotPath.Engine.Config;

namespace HotPath.Engine.Queue;

/// <summary>A <c>sending_queue</c>'s <c>storage</c>.</summary>
/// <param name="Id">The extension.</param>
/// <param name="Position">Where it is named.</param>
/// <param name="Path">The key's path there.</param>
public sealed record StorageUse(ComponentId Id, ConfigPosition Position, string Path);
