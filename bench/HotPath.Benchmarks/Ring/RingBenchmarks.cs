using System.Collections.Concurrent;
using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using HotPath.Core.Ring;

namespace HotPath.Benchmarks.Ring;

/// <summary>One hand-over from a thread to itself through the ring, against the library's queues. Per hand-over.</summary>
public class RingBenchmarks
{
    private const int Capacity = 1024;
    private const int HandOvers = 512;

    private readonly object _item = new();
    private readonly Ring<object> _ring = new(Capacity);
    private readonly ConcurrentQueue<object> _queue = new();
    private readonly Channel<object> _channel = Channel.CreateBounded<object>(Capacity);

    [Benchmark(OperationsPerInvoke = HandOvers, Baseline = true)]
    public int BoundedChannel()
    {
        int taken = 0;
        for (int i = 0; i < HandOvers; i++)
        {
            _channel.Writer.TryWrite(_item);
            taken += _channel.Reader.TryRead(out _) ? 1 : 0;
        }

        return taken;
    }

    [Benchmark(OperationsPerInvoke = HandOvers)]
    public int Queue()
    {
        int taken = 0;
        for (int i = 0; i < HandOvers; i++)
        {
            _queue.Enqueue(_item);
            taken += _queue.TryDequeue(out _) ? 1 : 0;
        }

        return taken;
    }

    [Benchmark(OperationsPerInvoke = HandOvers)]
    public int RingWithCredits()
    {
        int taken = 0;
        for (int i = 0; i < HandOvers; i++)
        {
            _ring.TryAcquireCredit();
            _ring.Publish(_item);
            taken += _ring.TryTake(out _) ? 1 : 0;
        }

        return taken;
    }
}
