using HotPath.LoadTests.Measuring;

namespace HotPath.LoadTests.Sender;

/// <summary>What became of the requests of all connections. Thread-safe.</summary>
internal sealed class SenderCounts
{
    private readonly TimeProvider _time;
    private long _begun;
    private long _ok;
    private long _okSpans;
    private long _refused;
    private long _refusedWithoutDelay;
    private long _failed;
    private LatencyHistogram? _latencies;
    private string? _firstRefusal;

    public SenderCounts(TimeProvider time) => _time = time;

    /// <summary>Requests answered OK.</summary>
    public long Ok => Interlocked.Read(ref _ok);

    /// <summary>Spans of the requests answered OK.</summary>
    public long OkSpans => Interlocked.Read(ref _okSpans);

    /// <summary>Requests answered otherwise.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Of <see cref="Refused"/>, those that were told no delay.</summary>
    public long RefusedWithoutDelay => Interlocked.Read(ref _refusedWithoutDelay);

    /// <summary>Requests that got no answer.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Requests begun and not ended yet.</summary>
    public long InFlight => Interlocked.Read(ref _begun) - Ok - Refused - Failed;

    /// <summary>The first answer that was not OK, or the first fault of a connection.</summary>
    public string? FirstRefusal => Volatile.Read(ref _firstRefusal);

    /// <summary>Takes the time from a request's intended start to its answer OK from now on; null: nothing does.</summary>
    public LatencyHistogram? Latencies
    {
        get => Volatile.Read(ref _latencies);
        set => Volatile.Write(ref _latencies, value);
    }

    public void Begin() => Interlocked.Increment(ref _begun);

    public void EndOk(int spans, long intended)
    {
        Latencies?.Record((long)_time.GetElapsedTime(intended).TotalMicroseconds);
        Interlocked.Add(ref _okSpans, spans);
        Interlocked.Increment(ref _ok);
    }

    public void EndRefused(bool hasDelay, string answer)
    {
        Interlocked.CompareExchange(ref _firstRefusal, answer, null);
        if (!hasDelay)
        {
            Interlocked.Increment(ref _refusedWithoutDelay);
        }

        Interlocked.Increment(ref _refused);
    }

    public void EndFailed(string fault)
    {
        Interlocked.CompareExchange(ref _firstRefusal, fault, null);
        Interlocked.Increment(ref _failed);
    }
}
