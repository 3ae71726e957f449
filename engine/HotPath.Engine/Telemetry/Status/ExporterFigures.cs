namespace HotPath.Engine.Telemetry.Status;

/// <summary>What an exporter holds for one signal.</summary>
/// <param name="QueueSize">Its sending queue's size, in units of its sizer; 0 without one.</param>
/// <param name="QueueCapacity">Its sending queue's capacity; 0 without one.</param>
/// <param name="HeldBytes">Wire bytes that the queue holds in memory.</param>
/// <param name="DiskBytes">Bytes that the queue takes on the disk; null for a queue in memory.</param>
/// <param name="UnderWay">Batches being sent, or pausing before another attempt.</param>
public sealed record ExporterFigures(long QueueSize, long QueueCapacity, long HeldBytes, long? DiskBytes, int UnderWay);
