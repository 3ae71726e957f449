using HotPath.Core;
using HotPath.Core.Wire;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Queue;
using HotPath.Engine.Telemetry;
using HotPath.Testing.Wire;

namespace HotPath.Engine.Tests.Queue;

/// <summary>
/// A batching queue against a slow model of it: whatever comes, in whatever sizes, the same items leave in their order, in batches of the
/// sizes that the model says, and none is above the maximum. <see cref="QueueRig"/> proves that every lease went back.
/// </summary>
public sealed class QueueBatchPropertyTests
{
    [Fact]
    public async Task Batch_AnyRequestsAnySizes_LeavesAsTheModelSays()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            await RunAsync(seed, (Signal)(seed % 3));
        }
    }

    private static async Task RunAsync(int seed, Signal signal)
    {
        var random = new Random(seed);
        var sizer = (QueueSizer)random.Next(1, 3);
        int unit = sizer == QueueSizer.Bytes ? 400 : 1;
        long min = random.Next(0, 30) * unit;
        long max = random.Next(3) == 0 ? 0 : Math.Max(1, min) + (random.Next(0, 20) * unit);
        string what = $"seed {seed}: {signal}, {sizer}, {min} to {max}";
        using var rig = new QueueRig();
        var exporter = new KeepingExporter();
        ExportPlan plan = QueueRig.Plan(consumers: 1);
        plan = plan with { Queue = plan.Queue with { Batch = new QueueBatchPlan(TimeSpan.FromSeconds(1), sizer, min, max) } };
        SendingQueue queue = rig.Queue(plan, exporter);
        var model = new SlowBatcher(sizer, min, max, signal);
        var requests = new List<byte[]>();
        var other = new EdgeLedger("traces/2", "otlp");
        for (int i = 0; i < 30; i++)
        {
            int items = random.Next(1, 25);
            byte[] request = SampleRequests.Of(signal, items, (seed * 100) + i, resources: 1 + (i % 3), scopesPerResource: 1 + (i % 2));
            requests.Add(request);
            Batch batch = rig.Request(request, items, OtlpWalk.Check(signal, request).Resources, signal);
            bool shared = random.Next(3) == 0;
            if (shared)
            {
                batch.Hold();
            }

            queue.TryEnqueue(batch, random.Next(2) == 0 ? rig.Edge : other).ShouldBe(EnqueueResult.Enqueued);
            model.Take(request, items);
            if (shared)
            {
                batch.Items.ShouldBe(items, what);
                batch.Release();
            }
        }

        await queue.StopAsync(CancellationToken.None);
        model.Flush();
        exporter.Sizes.ShouldBe(model.Sizes, what);
        exporter.Bytes.ShouldAllBe(sent => OtlpWalk.Check(signal, sent).Fault == WireFault.None);
        CanonicalItems.Of(signal, exporter.Bytes).ShouldBe(CanonicalItems.Of(signal, requests), what);
        for (int i = 0; i < exporter.Sizes.Count && max > 0; i++)
        {
            long size = sizer == QueueSizer.Bytes ? exporter.Bytes[i].Length : exporter.Sizes[i];
            (size <= max || exporter.Sizes[i] == 1).ShouldBeTrue($"{what}: {size}");
        }

        (rig.Edge.Sent + other.Sent).ShouldBe(exporter.Sizes.Sum(), what);
        (other.Balances, other.Queued, other.InFlight).ShouldBe((true, 0L, 0L), what);
    }

    /// <summary>Keeps what it is sent; always delivers.</summary>
    private sealed class KeepingExporter : IExporter
    {
        public List<int> Sizes { get; } = [];

        public List<byte[]> Bytes { get; } = [];

        public ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel)
        {
            var segments = new SegmentList();
            batch.Gather(segments);
            segments.TotalBytes.ShouldBe(batch.Bytes);
            Sizes.Add(batch.Items);
            Bytes.Add([.. Enumerable.Range(0, segments.Count).SelectMany(i => segments[i].ToArray())]);
            return ValueTask.FromResult(SendResult.Delivered);
        }

        public ValueTask DisposeAsync() => default;
    }

    /// <summary>One item at a time, and measuring everything anew: what the Collector's batcher does, said as plainly as can be.</summary>
    private sealed class SlowBatcher(QueueSizer sizer, long min, long max, Signal signal)
    {
        private List<(byte[] Request, int First, int Items)> _pending = [];

        public List<int> Sizes { get; } = [];

        public void Take(byte[] request, int items)
        {
            _pending.Add((request, 0, items));
            while (max > 0 && SizeOf(_pending) > max && ItemsOf(_pending) > 1)
            {
                int taken = 1;
                while (taken + 1 < ItemsOf(_pending) && SizeOf(First(taken + 1)) <= max)
                {
                    taken++;
                }

                Sizes.Add(taken);
                _pending = After(taken);
            }

            if (SizeOf(_pending) >= min)
            {
                Flush();
            }
        }

        public void Flush()
        {
            if (_pending.Count > 0)
            {
                Sizes.Add(ItemsOf(_pending));
                _pending = [];
            }
        }

        private List<(byte[] Request, int First, int Items)> First(int items)
        {
            var first = new List<(byte[] Request, int First, int Items)>();
            foreach ((byte[] request, int at, int count) in _pending)
            {
                int some = Math.Min(count, items);
                items -= some;
                if (some > 0)
                {
                    first.Add((request, at, some));
                }
            }

            return first;
        }

        private List<(byte[] Request, int First, int Items)> After(int items)
        {
            var rest = new List<(byte[] Request, int First, int Items)>();
            foreach ((byte[] request, int at, int count) in _pending)
            {
                int some = Math.Min(count, items);
                items -= some;
                if (some < count)
                {
                    rest.Add((request, at + some, count - some));
                }
            }

            return rest;
        }

        private static int ItemsOf(List<(byte[] Request, int First, int Items)> parts) => parts.Sum(part => part.Items);

        private long SizeOf(List<(byte[] Request, int First, int Items)> parts) => sizer == QueueSizer.Bytes
            ? parts.Sum(part => (long)ItemRange.Measure(signal, part.Request, part.First, part.Items).Bytes)
            : ItemsOf(parts);
    }
}
