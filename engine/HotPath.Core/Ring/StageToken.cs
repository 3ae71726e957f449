namespace HotPath.Core.Ring;

/// <summary>
/// The right to run a stage: one thread owns it at a time, no thread waits for it, and no request for work is lost. A mutable
/// struct that lives in a field of the stage, never readonly, never copied. <c>default</c> is idle.
/// </summary>
/// <remarks>
/// <code>
///              Request: true                  Request: false
///        ┌────────────────────▶         ┌─────────────────────▶              Request: false
///      Idle                          Running                      Requested ◀──┐
///        ◀────────────────────┘         ◀─────────────────────┘        └───────┘
///             TryRelease: true               TryRelease: false
/// </code>
/// How to use it:
/// <list type="number">
/// <item>Producer: make the work visible (<see cref="Ring{T}.Publish"/>, or a timer's flag), then call <see cref="Request"/>. On
/// false it is done: the owner will see the work. On true it is the owner.</item>
/// <item>Owner: take work until there is none, then call <see cref="TryRelease"/>. On true it is done and must not touch the stage
/// any more. On false work was published after it looked: look again, and release again.</item>
/// <item>An owner that has done its share for one run does not release; it hands the token on by starting whoever goes on (a
/// thread-pool item, the continuation of a send). Exactly one such successor, and from then on that one is the owner.</item>
/// </list>
/// Why nothing is lost: a producer writes its work, fences, then reads the state; the owner changes the state with a full fence,
/// then reads the work. Either the producer finds the stage idle and runs it, or the owner's release finds the request and looks
/// once more. What one owner did is visible to the next, since both cross the state with full fences.
/// </remarks>
public struct StageToken
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int Requested = 2;

    private int _state;

    /// <summary>True while nobody owns the stage (a moment's value).</summary>
    public readonly bool IsIdle => Volatile.Read(in _state) == Idle;

    /// <summary>
    /// Asks for work to be done: true if the caller now owns the stage and must run it, false if its owner will see the request.
    /// </summary>
    public bool Request()
    {
        // The work is visible before the state is read, also where the state says "requested" and nothing is written below.
        Interlocked.MemoryBarrier();
        int state = Volatile.Read(ref _state);
        while (state != Requested)
        {
            int next = state == Idle ? Running : Requested;
            int found = Interlocked.CompareExchange(ref _state, next, state);
            if (found == state)
            {
                return state == Idle;
            }

            state = found;
        }

        return false;
    }

    /// <summary>
    /// The owner's end of a pass: true if the stage was released, false if a request came meanwhile and the owner must run again.
    /// </summary>
    /// <exception cref="InvalidOperationException">Nobody owns the stage.</exception>
    public bool TryRelease()
    {
        int found = Interlocked.CompareExchange(ref _state, Idle, Running);
        if (found == Running)
        {
            return true;
        }

        if (found == Idle)
        {
            throw new InvalidOperationException("A stage was released that nobody owns.");
        }

        // Only the owner leaves this state, so nobody else's change is overwritten; the exchange is for its fence, before the owner
        // looks again.
        Interlocked.Exchange(ref _state, Running);
        return false;
    }
}
