using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Queue;

/// <summary>A batch in a sending queue; <c>default</c> tells a consumer to end.</summary>
/// <param name="Batch">The batch, with the hold that the queue took over.</param>
/// <param name="Edge">Where it is counted.</param>
/// <param name="Room">The room it takes.</param>
internal readonly record struct QueueEntry(Batch Batch, EdgeLedger Edge, QueueRoom Room);
