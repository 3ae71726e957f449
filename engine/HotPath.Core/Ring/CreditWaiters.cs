using System.Runtime.CompilerServices;

namespace HotPath.Core.Ring;

/// <summary>The line of those who wait for a ring's credits, first in, first out. Where nobody waits, waking costs one read.</summary>
internal sealed class CreditWaiters
{
    private readonly Lock _gate = new();
    private CreditWaiter? _first;
    private CreditWaiter? _last;
    private int _count;

    /// <summary>How many stand in line.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Joins the line. A full fence: what is read next was not there before.</summary>
    public CreditWaiter Enqueue()
    {
        var waiter = new CreditWaiter(this);
        lock (_gate)
        {
            waiter.IsInLine = true;
            waiter.Ahead = _last;
            if (_last is null)
            {
                _first = waiter;
            }
            else
            {
                _last.Behind = waiter;
            }

            _last = waiter;
            Interlocked.Increment(ref _count);
        }

        // Leaving a lock does not keep a later read from moving up before the count.
        Interlocked.MemoryBarrier();
        return waiter;
    }

    /// <summary>Wakes who waited longest, if anybody does. The caller has just freed a credit with an interlocked write.</summary>
    public void WakeOne()
    {
        if (Volatile.Read(ref _count) == 0)
        {
            return;
        }

        CreditWaiter? first;
        lock (_gate)
        {
            first = _first;
            if (first is null)
            {
                return;
            }

            Leave(first);
        }

        first.TrySetResult(true);
    }

    /// <summary>Waits until woken (true) or until the timeout (false).</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> WaitAsync(CreditWaiter waiter, TimeSpan timeout, TimeProvider time, CancellationToken cancel)
    {
        if (waiter.Task.IsCompleted)
        {
            return true;
        }

        try
        {
            using ITimer? timer = timeout == Timeout.InfiniteTimeSpan
                ? null
                : time.CreateTimer(static state => TimeOut((CreditWaiter)state!), waiter, timeout, Timeout.InfiniteTimeSpan);
            using CancellationTokenRegistration registration = cancel.UnsafeRegister(
                static (state, token) => Cancel((CreditWaiter)state!, token), waiter);
            return await waiter.Task.ConfigureAwait(PoolStandIn.IsCurrent);
        }
        finally
        {
            // Still in line only if the timer could not be made.
            TryLeave(waiter);
        }
    }

    private static void TimeOut(CreditWaiter waiter)
    {
        if (waiter.Line.TryLeave(waiter))
        {
            waiter.TrySetResult(false);
        }
    }

    private static void Cancel(CreditWaiter waiter, CancellationToken cancel)
    {
        if (waiter.Line.TryLeave(waiter))
        {
            waiter.TrySetCanceled(cancel);
        }
    }

    private bool TryLeave(CreditWaiter waiter)
    {
        lock (_gate)
        {
            if (!waiter.IsInLine)
            {
                return false;
            }

            Leave(waiter);
            return true;
        }
    }

    private void Leave(CreditWaiter waiter)
    {
        waiter.IsInLine = false;
        if (waiter.Ahead is null)
        {
            _first = waiter.Behind;
        }
        else
        {
            waiter.Ahead.Behind = waiter.Behind;
        }

        if (waiter.Behind is null)
        {
            _last = waiter.Ahead;
        }
        else
        {
            waiter.Behind.Ahead = waiter.Ahead;
        }

        waiter.Ahead = null;
        waiter.Behind = null;
        Interlocked.Decrement(ref _count);
    }
}
