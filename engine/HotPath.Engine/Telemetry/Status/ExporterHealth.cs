using HotPath.Core.Memory;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;

namespace HotPath.Engine.Telemetry.Status;

/// <summary>
/// What an exporter's attempts say of its backend: it works while they are delivered, fails recoverably while another attempt may help, and
/// for good while the backend refuses for good. A backend that can't take one batch as it is may be well: that counts when it is said of
/// <see cref="MostBadBatches"/> in a row. Thread-safe; two plain writes an attempt.
/// </summary>
internal sealed class ExporterHealth
{
    /// <summary>Batches in a row that a backend can't take as they are, from which on the exporter fails for good.</summary>
    public const int MostBadBatches = 3;

    /// <summary>Batches that wait while no attempt begins or ends for so long are stuck.</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly StatusCell _backend;
    private readonly StatusCell _stuck;
    private long _movedAt;

    // One more than the timestamp of the first failure since the last success; 0 for none.
    private long _failingSince;
    private int _badBatches;

    public ExporterHealth(TimeProvider time)
    {
        _time = time;
        _backend = new StatusCell(time, ComponentStatus.Ok);
        _stuck = new StatusCell(time, ComponentStatus.Ok);
        _movedAt = time.GetTimestamp();
    }

    /// <summary>An attempt begins.</summary>
    public void Begin() => Volatile.Write(ref _movedAt, _time.GetTimestamp());

    /// <summary>An attempt has ended.</summary>
    public void End(in SendResult result)
    {
        Volatile.Write(ref _movedAt, _time.GetTimestamp());
        switch (result.Status)
        {
            case SendStatus.Delivered:
                Volatile.Write(ref _badBatches, 0);
                Volatile.Write(ref _failingSince, 0);
                _backend.Set(ComponentStatus.Ok);
                break;
            case SendStatus.Retryable:
                Interlocked.CompareExchange(ref _failingSince, _time.GetTimestamp() + 1, 0);
                _backend.Set(ComponentStatus.RecoverableError, result.Message);
                break;
            case SendStatus.Permanent when !IsOfOneBatch(result.Reason) || Interlocked.Increment(ref _badBatches) >= MostBadBatches:
                _backend.Set(ComponentStatus.PermanentError, result.Message);
                break;
        }
    }

    /// <summary>How the exporter is while it holds so many items.</summary>
    public StatusEvent Now(long heldItems)
    {
        TimeSpan still = _time.GetElapsedTime(Volatile.Read(ref _movedAt));
        if (_backend.Now.Status != ComponentStatus.Ok || heldItems == 0 || still < StuckAfter)
        {
            _stuck.Set(ComponentStatus.Ok);
            return _backend.Now;
        }

        _stuck.Set(
            ComponentStatus.RecoverableError,
            $"the queue is stuck: it holds {heldItems} items, and no attempt has begun or ended for {GoDuration.Format(StuckAfter)}");
        return _stuck.Now;
    }

    /// <summary>When to try again who was told of a failure that may pass: after as long as it has been so, at least 1 s.</summary>
    public TimeSpan RetryAfter() => Volatile.Read(ref _failingSince) is var since and not 0
        ? DrainDelay.WhileStill(_time.GetElapsedTime(since - 1))
        : DrainDelay.Shortest;

    /// <summary>True for verdicts on what was sent rather than on who sends.</summary>
    private static bool IsOfOneBatch(string reason) =>
        reason is ExportReasons.InvalidArgument or ExportReasons.BadRequest or ExportReasons.ContentTooLarge
            or ExportReasons.ResourceExhausted;
}
