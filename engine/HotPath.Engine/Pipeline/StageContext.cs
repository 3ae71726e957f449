using HotPath.Engine.Telemetry;
using HotPath.Engine.Telemetry.Metrics;

namespace HotPath.Engine.Pipeline;

/// <summary>What every stage of a pipeline is given.</summary>
/// <param name="Ledger">The pipeline's counts.</param>
/// <param name="Batches">Where new batches come from.</param>
/// <param name="Time">The clock.</param>
/// <param name="OnFault">Told of a fault of the gateway's own; the process then ends, since a stage that threw can't be trusted.</param>
/// <param name="Stop">Cancelled when a shutdown's deadline has passed: nobody waits for room any more.</param>
/// <param name="RingCapacity">Slots of the ring before each stage; a power of two.</param>
public sealed record StageContext(
    PipelineLedger Ledger,
    BatchPool Batches,
    TimeProvider Time,
    Action<Exception> OnFault,
    CancellationToken Stop,
    int RingCapacity = StageContext.DefaultRingCapacity)
{
    /// <summary>
    /// The slots of a ring when nothing else is said: what waits there is as large as requests are, and leaves no earlier for it.
    /// </summary>
    public const int DefaultRingCapacity = 16;

    /// <summary>How much of itself the gateway shows; what is not shown need not be recorded.</summary>
    public MetricsLevel Level { get; init; } = MetricsLevel.Normal;
}
