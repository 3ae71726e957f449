using System.Runtime.CompilerServices;
using HotPath.Core.Ring;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Queue;

/// <summary>
/// Tries a batch again while its exporter says <see cref="SendStatus.Retryable"/>, with the pauses of <see cref="Backoff"/>, or the
/// backend's own if that is longer, until the plan's time is over or <see cref="StopRetrying"/> is called. The result's message then says
/// why it ended.
/// </summary>
internal sealed class RetryLink : IDisposable
{
    /// <summary>The shortest pause, so that a configuration without any cannot keep a thread busy.</summary>
    internal static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);

    private readonly SendAttempt _next;
    private readonly RetryPlan _plan;
    private readonly ExportLog _log;
    private readonly TimeProvider _time;
    private readonly Func<double> _random;
    private readonly CancellationTokenSource _stopped = new();

    public RetryLink(SendAttempt next, RetryPlan plan, ExportLog log, TimeProvider time, Func<double>? random = null)
    {
        _next = next;
        _plan = plan;
        _log = log;
        _time = time;
        _random = random ?? Random.Shared.NextDouble;
    }

    /// <summary>Ends all pauses, now and later: from here each batch gets one attempt.</summary>
    public void StopRetrying() => _stopped.Cancel();

    /// <summary>All attempts.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel)
    {
        var backoff = new Backoff(_plan);
        long started = _time.GetTimestamp();
        while (true)
        {
            SendResult result = await _next(batch, cancel);
            if (result.Status == SendStatus.Delivered)
            {
                return result;
            }

            if (result.Status == SendStatus.Permanent)
            {
                return result with { Message = $"not retryable error: Permanent error: {result.Message}" };
            }

            string error = Describe(result);
            TimeSpan pause = Longest(ShortestPause, Longest(result.RetryAfter, backoff.Next(_random())));
            if (_plan.MaxElapsedTime > TimeSpan.Zero && _time.GetElapsedTime(started) + pause > _plan.MaxElapsedTime)
            {
                return result with { Message = $"no more retries left: {error}" };
            }

            _log.WillRetry(error, pause);
            if (!await PauseAsync(pause, cancel))
            {
                return result with { Reason = DropReason.ShuttingDown, Message = $"interrupted due to shutdown: {error}" };
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stopped.Dispose();

    /// <summary>True after the pause; false as soon as retrying has been stopped. Throws if the batch is cancelled.</summary>
    private async ValueTask<bool> PauseAsync(TimeSpan pause, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token, cancel);
        TimeSpan wait = pause < AttemptTimer.LongestWait ? pause : AttemptTimer.LongestWait;
        await Task.Delay(wait, _time, either.Token).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | (PoolStandIn.IsCurrent ? ConfigureAwaitOptions.ContinueOnCapturedContext : default));
        cancel.ThrowIfCancellationRequested();
        return !_stopped.IsCancellationRequested;
    }

    private static string Describe(in SendResult result) =>
        result.RetryAfter == TimeSpan.Zero ? result.Message : $"Throttle ({GoDuration.Format(result.RetryAfter)}), error: {result.Message}";

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
