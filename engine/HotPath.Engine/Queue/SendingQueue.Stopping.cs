namespace HotPath.Engine.Queue;

/// <content>The end: senders' answers hastened, then no more let in, and what is held sent or given up.</content>
public sealed partial class SendingQueue
{
    private bool _isHastened;
    private Task<long>? _stopped;

    /// <summary>
    /// The gateway is about to stop, and hosts wait for their senders' answers: from here a queue that answers senders merges nothing any
    /// more, sends what is pending, and gives each batch one attempt. Any other goes on as before.
    /// </summary>
    public void HastenAnswers()
    {
        if (!_plan.WaitForResult)
        {
            return;
        }

        lock (_lock)
        {
            if (_stopped is not null)
            {
                return;
            }

            _isHastened = true;
            _batcher?.Flush();
            DispatchMerged();
        }

        _chain.StopRetrying();
    }

    /// <summary>
    /// Stops: lets nothing more in, sends at once what waits to be merged, cuts pauses between retries, and gives every batch held one more
    /// attempt. What has not gone when <paramref name="deadline"/> is cancelled is given up, reason <c>shutting_down</c>. Returns the items
    /// that were given up for stopping. The exporter must honour its cancellation token, or this waits for it.
    /// </summary>
    public Task<long> StopAsync(CancellationToken deadline)
    {
        lock (_lock)
        {
            if (_stopped is null)
            {
                _batcher?.Flush();
                DispatchMerged();
                _stopped = DrainAsync(_consumers.Started, deadline);
                _consumers.EndIdle();
                _space.Waiters.NoteRoom(plenty: true);
            }

            return _stopped;
        }
    }

    /// <summary>Stops at once: what is held is given up.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(new CancellationToken(canceled: true));

    private async Task<long> DrainAsync(Task[] consumers, CancellationToken deadline)
    {
        // Off the caller's thread and out of the lock: stopping wakes those who pause between retries.
        await Task.Yield();
        _chain.StopRetrying();
        await using (deadline.UnsafeRegister(static chain => ((ExportChain)chain!).Abort(), _chain))
        {
            await Task.WhenAll(consumers);
        }

        _flushTimer?.Dispose();
        _pacer.Dispose();
        _chain.Dispose();
        return _chain.CutItems;
    }
}
