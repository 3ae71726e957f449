namespace HotPath.Engine.Queue;

/// <summary>The items of one queued batch inside one outgoing batch.</summary>
/// <param name="Of">Whose items they are.</param>
/// <param name="Items">How many.</param>
internal readonly record struct Portion(QueuedBatch Of, int Items);
