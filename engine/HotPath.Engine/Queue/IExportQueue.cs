using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry;

namespace HotPath.Engine.Queue;

/// <summary>
/// What stands between a pipeline's end and an exporter's attempts: in memory (<see cref="SendingQueue"/>), or on disk
/// (<see cref="Storage.PersistentQueue"/>). Bounded, first in, first out. Thread-safe; one call a batch.
/// </summary>
public interface IExportQueue : IAsyncDisposable
{
    /// <summary>True if whoever pushes a batch may ask for an answer: how sending it ended, or that it is written.</summary>
    bool WaitsForResult { get; }

    /// <summary>What is held, waiting and being sent, in units of the plan's sizer: <c>otelcol_exporter_queue_size</c>.</summary>
    long Size { get; }

    /// <summary>The most that <see cref="Size"/> may be: <c>otelcol_exporter_queue_capacity</c>.</summary>
    long Capacity { get; }

    /// <summary>Wire bytes of all batches held in memory, waiting and being sent.</summary>
    long HeldBytes { get; }

    /// <summary>The most that <see cref="HeldBytes"/> may be now: this queue's share of the memory budget.</summary>
    long ShareBytes { get; }

    /// <summary>Batches being sent, or pausing before another attempt.</summary>
    int UnderWay { get; }

    /// <summary>
    /// Takes a batch over, with one hold on it; or leaves it with the caller, who then waits (<see cref="WaitForRoomAsync"/>) or drops it.
    /// </summary>
    EnqueueResult TryEnqueue(Batch batch, EdgeLedger edge);

    /// <summary>As <see cref="TryEnqueue(Batch, EdgeLedger)"/>, for who may want an answer.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="edge">Where it is counted.</param>
    /// <param name="asks">True to be told; the queue answers only if it <see cref="WaitsForResult"/>.</param>
    /// <param name="sender">Cancelled when who asked does not wait any more.</param>
    /// <param name="answer">The answer; null if the queue gives none, or did not take the batch.</param>
    EnqueueResult TryEnqueue(Batch batch, EdgeLedger edge, bool asks, CancellationToken sender, out Task<Outcome>? answer);

    /// <summary>
    /// As <see cref="TryEnqueue(Batch, EdgeLedger, bool, CancellationToken, out Task{Outcome})"/>, into room that was reserved for exactly
    /// this batch; never full. Uses the room up, whatever it answers.
    /// </summary>
    EnqueueResult EnqueueReserved(Batch batch, EdgeLedger edge, bool asks, CancellationToken sender, out Task<Outcome>? answer);

    /// <summary>
    /// Holds room for one batch of this size, or for several that have it together, each for one <see cref="EnqueueReserved"/> or
    /// <see cref="CancelReserve"/> to use; false when there is none.
    /// </summary>
    bool TryReserve(int items, long bytes, int batches = 1);

    /// <summary>Gives unused room back.</summary>
    void CancelReserve(int items, long bytes, int batches = 1);

    /// <summary>
    /// Completes when a batch had better come: at once, unless the queue is well filled and moving and its consumers have enough to take,
    /// and then after a moment. For a stage, which can wait; says nothing of room. Awaited once.
    /// </summary>
    ValueTask PaceAsync();

    /// <summary>Completes when there may be room, which is the moment to try again; also when the queue stops.</summary>
    ValueTask WaitForRoomAsync(CancellationToken cancel);

    /// <summary>
    /// How long until there is room for so much, at the rate at which the queue drains (see <see cref="Core.Memory.DrainDelay"/>).
    /// </summary>
    TimeSpan RetryAfter(int items, long bytes, int batches = 1);

    /// <summary>Tells the log, in the Collector's words, that a batch was not let in.</summary>
    void LogRejected(int items, EnqueueResult why);

    /// <summary>The gateway is about to stop: who waits for an answer is to get it soon.</summary>
    void HastenAnswers();

    /// <summary>Stops. Returns the items that were given up for stopping.</summary>
    Task<long> StopAsync(CancellationToken deadline);
}
