using System.Runtime.CompilerServices;
using HotPath.Engine.Config;
using HotPath.Engine.Pipeline;
using Microsoft.Extensions.ObjectPool;

namespace HotPath.Engine.Queue;

/// <summary>
/// Bounds each attempt in time: one that takes longer is cancelled and counts as retryable, reason <c>deadline_exceeded</c>.
/// </summary>
internal sealed class TimeoutLink : IDisposable
{
    private readonly SendAttempt _next;
    private readonly TimeSpan _timeout;
    private readonly ObjectPool<AttemptTimer> _timers;

    public TimeoutLink(SendAttempt next, TimeSpan timeout, TimeProvider time)
    {
        _next = next;
        _timeout = timeout;
        _timers = AttemptTimer.PoolOf(time);
    }

    /// <summary>One attempt.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel)
    {
        AttemptTimer timer = _timers.Get();
        try
        {
            return await _next(batch, timer.Start(_timeout, cancel));
        }
        catch (OperationCanceledException) when (timer.TimedOut && !cancel.IsCancellationRequested)
        {
            string message = $"rpc error: code = DeadlineExceeded desc = no answer within the timeout of {GoDuration.Format(_timeout)}";
            return new SendResult(SendStatus.Retryable, 0, TimeSpan.Zero, ExportReasons.DeadlineExceeded, message);
        }
        finally
        {
            timer.Stop();
            _timers.Return(timer);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => (_timers as IDisposable)?.Dispose();
}
