namespace HotPath.Core.Tests.Ring;

/// <summary>
/// Runs a short race over and over: in each round the threads start together, a little apart in ever new ways, and what they did is
/// checked when all are done. Races at the edges (the last item, the first waiter) need rounds; one long run meets each edge once.
/// </summary>
internal static class Lockstep
{
    private const int MostSpins = 60;

    /// <summary>Rounds take microseconds, but on a machine with other work each may cost its threads a turn of the processor's.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Runs so many rounds, or as many as fit <see cref="Longest"/>; throws what a racer or the check threw first.
    /// </summary>
    public static async Task RunAsync(int rounds, Action[] racers, Action check)
    {
        using var barrier = new Barrier(racers.Length);
        Exception? fault = null;
        bool isOver = false;
        long started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(racers.Select((racer, index) => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(index);
                for (int round = 1; !Volatile.Read(ref isOver); round++)
                {
                    barrier.SignalAndWait();
                    Thread.SpinWait(random.Next(MostSpins));
                    Attempt(racer, ref fault);
                    barrier.SignalAndWait();
                    if (index == 0)
                    {
                        Attempt(check, ref fault);
                        bool isLate = TimeProvider.System.GetElapsedTime(started) > Longest;
                        Volatile.Write(ref isOver, round == rounds || isLate || Volatile.Read(ref fault) is not null);
                    }

                    // Nobody starts another round, or gives up, before the check has spoken.
                    barrier.SignalAndWait();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        fault?.ToString().ShouldBeNull();
    }

    private static void Attempt(Action action, ref Exception? fault)
    {
        try
        {
            action();
        }
#pragma warning disable CA1031 // Whatever it is, the rounds end together and the test reports it.
        catch (Exception caught)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref fault, caught, null);
        }
    }
}
