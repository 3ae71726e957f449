using System.Runtime.InteropServices;

namespace HotPath.LoadTests.Sender;

/// <summary>
/// The thread that sends an open loop's requests when they are due. It sleeps by <c>nanosleep</c>, since the runtime's timers are a
/// millisecond coarse and a busy wait would take the core from the sink.
/// </summary>
internal sealed class Pacer : IDisposable
{
    /// <summary>Sleeps in pieces, so that it stops soon.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(20);

    private readonly Thread _thread;
    private readonly TimeSpan _grain;
    private volatile bool _isStopped;

    private Pacer(PacingSchedule schedule, Action<long> send, TimeSpan grain)
    {
        _grain = grain;
        _thread = new Thread(() => Run(schedule, send)) { IsBackground = true, Name = "pacer" };
        _thread.Start();
    }

    /// <summary>Starts sending; it sleeps for a grain at least, once nothing is due.</summary>
    public static Pacer Start(PacingSchedule schedule, Action<long> send, TimeSpan grain = default) => new(schedule, send, grain);

    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
    }

    private void Run(PacingSchedule schedule, Action<long> send)
    {
        while (!_isStopped)
        {
            while (!_isStopped && schedule.TryTake(out long intended))
            {
                send(intended);
            }

            TimeSpan wait = schedule.UntilNext;
            if (wait > TimeSpan.Zero)
            {
                wait = wait < _grain ? _grain : wait;
                var span = new TimeSpec(0, (nint)Math.Min(wait.TotalNanoseconds, LongestSleep.TotalNanoseconds));
                _ = NanoSleep(span, 0);
            }
        }
    }

    [DllImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NanoSleep(in TimeSpec wanted, nint left);

    /// <summary><c>struct timespec</c>.</summary>
    private readonly record struct TimeSpec(nint Seconds, nint Nanoseconds);
}
