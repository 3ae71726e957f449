using HotPath.LoadTests.Peers;
using HotPath.LoadTests.Sender;
using HotPath.LoadTests.Sink;

namespace HotPath.LoadTests.Measuring;

/// <summary>Reads what a program used and what arrived, from its making on.</summary>
internal sealed class Meter
{
    private readonly Peer _peer;
    private readonly LoadSink _sink;
    private readonly long _cpu;
    private readonly long _spans;
    private readonly long _bytes;
    private readonly long _started;

    public Meter(Peer peer, LoadSink sink)
    {
        _peer = peer;
        _sink = sink;
        _cpu = peer.CpuNanoseconds;
        _spans = sink.Spans;
        _bytes = sink.Bytes;
        _started = TimeProvider.System.GetTimestamp();
    }

    /// <summary>What has come together so far.</summary>
    public Reading Read() => new(
        _peer.CpuNanoseconds - _cpu,
        _sink.Spans - _spans,
        _sink.Bytes - _bytes,
        TimeProvider.System.GetElapsedTime(_started).TotalSeconds,
        _peer.PeakResidentBytes);

    /// <summary>Reads after a time.</summary>
    public static async Task<Reading> ReadAsync(Peer peer, LoadSink sink, TimeSpan during, SenderCounts? counts = null)
    {
        var meter = new Meter(peer, sink);
        long acknowledged = counts?.OkSpans ?? 0;
        await Task.Delay(during);
        return meter.Read() with { Acknowledged = (counts?.OkSpans ?? 0) - acknowledged };
    }
}
