namespace HotPath.Engine.Pipeline;

/// <summary>All or nothing over several doors: the credits of everything that one request will enter.</summary>
internal static class Credits
{
    /// <summary>
    /// Takes the credits of every door, or of none: then the index of the door that had no room; else -1. Begins at
    /// <paramref name="first"/>: who was woken for a door's free slot must try that one before any other, or the slot stays free while the
    /// next waiter sleeps.
    /// </summary>
    public static int TryAcquireAll(ReadOnlySpan<Door> doors, ReadOnlySpan<Load> loads, int first = 0)
    {
        for (int i = 0; i < doors.Length; i++)
        {
            int at = (first + i) % doors.Length;
            if (doors[at].TryAcquire(loads))
            {
                continue;
            }

            for (int taken = 0; taken < i; taken++)
            {
                doors[(first + taken) % doors.Length].Release(loads);
            }

            return at;
        }

        return -1;
    }
}
