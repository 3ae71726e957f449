using HotPath.Engine.Plan;
using Microsoft.Extensions.Logging;

namespace HotPath.Engine.Telemetry;

/// <summary>
/// Decides which entries of the process's own log are written, as zap's sampler does: in each tick the first of a level and message, then
/// one in so many. Messages share counters by their hash, so memory is bounded. Thread-safe.
/// </summary>
internal sealed class LogSampler
{
    private const int CountersOfLevel = 4096;
    private const int Levels = (int)LogLevel.None;

    private readonly Counter[] _counters = new Counter[Levels * CountersOfLevel];
    private readonly LogSamplingPlan _plan;
    private readonly TimeProvider _time;
    private readonly long _tick;

    /// <summary>Makes a sampler.</summary>
    public LogSampler(LogSamplingPlan plan, TimeProvider time)
    {
        _plan = plan;
        _time = time;
        _tick = (long)(plan.Tick.TotalSeconds * time.TimestampFrequency);
    }

    /// <summary>True if this entry should be written.</summary>
    public bool Take(LogLevel level, string message)
    {
        int at = ((int)level * CountersOfLevel) + (int)((uint)string.GetHashCode(message, StringComparison.Ordinal) % CountersOfLevel);
        long count = _counters[at].Next(_time.GetTimestamp(), _tick);
        return count <= _plan.Initial || (_plan.Thereafter > 0 && (count - _plan.Initial) % _plan.Thereafter == 0);
    }

    /// <summary>How many there were in the current tick, which begins with the first entry after the last one's end.</summary>
    private struct Counter
    {
        private long _ends;
        private long _count;

        public long Next(long now, long tick)
        {
            long ends = Volatile.Read(ref _ends);
            if (now < ends)
            {
                return Interlocked.Increment(ref _count);
            }

            // Whoever loses the race counts into the new tick.
            if (Interlocked.CompareExchange(ref _ends, now + tick, ends) == ends)
            {
                Interlocked.Exchange(ref _count, 1);
                return 1;
            }

            return Interlocked.Increment(ref _count);
        }
    }
}
