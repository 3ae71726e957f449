using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Queue;

/// <summary>A batch that is ready to be sent; <c>default</c> tells a consumer to end.</summary>
/// <param name="Batch">The batch, with the hold that the queue took over.</param>
/// <param name="Portions">Whose items it holds.</param>
/// <param name="Sender">Cancelled when its only sender stops waiting for the answer; none if it has several, or nobody waits.</param>
internal readonly record struct QueueEntry(Batch Batch, Portions Portions, CancellationToken Sender);
