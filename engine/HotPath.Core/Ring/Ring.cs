namespace HotPath.Core.Ring;

/// <summary>skeleton</summary>
/// <typeparam name="T">What travels: a reference.</typeparam>
public sealed class Ring<T>
    where T : class
{
    /// <summary>Makes a ring.</summary>
    /// <param name="capacity">Slots; a power of two.</param>
    public Ring(int capacity) => throw new NotImplementedException();

    /// <summary>Slots in all.</summary>
    public int Capacity => throw new NotImplementedException();

    /// <summary>Items published and not yet taken (a moment's value).</summary>
    public int Count => throw new NotImplementedException();

    /// <summary>Takes the right to publish one item; false when the ring is full.</summary>
    public bool TryAcquireCredit() => throw new NotImplementedException();

    /// <summary>Gives an unused credit back.</summary>
    public void ReleaseCredit() => throw new NotImplementedException();

    /// <summary>Publishes under a credit; never fails, never waits.</summary>
    public void Publish(T item) => throw new NotImplementedException();

    /// <summary>Takes the oldest item. One consumer at a time (the stage's owner).</summary>
    public bool TryTake(out T? item) => throw new NotImplementedException();

    /// <summary>Completes when a credit may be free (try again), or false at the timeout. Waiters are woken first in, first out.</summary>
    public ValueTask<bool> WaitForCreditAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancel) => throw new NotImplementedException();
}
