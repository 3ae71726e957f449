using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Queue;

/// <summary>A batch in a sending queue; <c>default</c> tells a consumer to end.</summary>
/// <param name="Batch">The batch, with the hold that the queue took over.</param>
/// <param name="Edge">Where it is counted.</param>
/// <param name="Size">What it takes of <c>queue_size</c>, in sizer units.</param>
/// <param name="Bytes">What it takes of the byte share.</param>
internal readonly record struct QueueEntry(Batch Batch, EdgeLedger Edge, long Size, long Bytes);
