using System.Collections.Concurrent;
using HotPath.Core;
using HotPath.Core.Wire;
using HotPath.Engine.Pipeline;
using Shouldly;

namespace HotPath.Testing.Rig;

/// <summary>A backend inside the process: keeps what it is sent, and answers as scripted. Until released it can be made to hang.</summary>
public sealed class TestExporter : IExporter
{
    private readonly ConcurrentQueue<byte[]> _received = new();
    private readonly List<TaskCompletionSource> _waiting = [];
    private volatile bool _hangs;

    /// <summary>Makes an exporter of one signal.</summary>
    public TestExporter(Signal signal) => Signal = signal;

    /// <summary>The signal it is sent.</summary>
    public Signal Signal { get; }

    /// <summary>The answer to each attempt; delivered unless a test says otherwise.</summary>
    public Func<Batch, SendResult> Answer { get; set; } = static _ => SendResult.Delivered;

    /// <summary>False to count only: for tests that measure allocations.</summary>
    public bool Keeps { get; set; } = true;

    /// <summary>The wire bytes of every batch delivered, in order.</summary>
    public IReadOnlyList<byte[]> Received => [.. _received];

    /// <summary>The item counts of every batch delivered, in order.</summary>
    public ConcurrentQueue<int> Sizes { get; } = new();

    /// <summary>The client of every batch delivered, in order.</summary>
    public ConcurrentQueue<ClientInfo> Clients { get; } = new();

    /// <summary>Items delivered.</summary>
    public long Items => Interlocked.Read(ref _items);

    private long _items;

    /// <summary>Attempts that hang now.</summary>
    public int Waiting
    {
        get
        {
            lock (_waiting)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>From here attempts do not end until <see cref="Release"/>.</summary>
    public void Hang() => _hangs = true;

    /// <summary>Lets hanging attempts, and those to come, go on.</summary>
    public void Release() => Release(int.MaxValue);

    /// <summary>Lets the attempt that hangs longest go on, which must be there; those to come hang.</summary>
    public void ReleaseOne() => Release(1).ShouldBe(1, "no attempt hangs");

    /// <inheritdoc/>
    public async ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel)
    {
        if (_hangs)
        {
            await HangAsync(cancel);
        }

        SendResult result = Answer(batch);
        if (result.Status == SendStatus.Delivered)
        {
            Keep(batch);
        }

        return result;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    private async Task HangAsync(CancellationToken cancel)
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
        {
            if (!_hangs)
            {
                return;
            }

            _waiting.Add(released);
        }

        try
        {
            await released.Task.WaitAsync(cancel);
        }
        finally
        {
            lock (_waiting)
            {
                _waiting.Remove(released);
            }
        }
    }

    /// <summary>Returns how many go on.</summary>
    private int Release(int most)
    {
        TaskCompletionSource[] released;
        lock (_waiting)
        {
            _hangs &= most < int.MaxValue;
            released = [.. _waiting.Take(most)];
            _waiting.RemoveRange(0, released.Length);
        }

        foreach (TaskCompletionSource one in released)
        {
            one.TrySetResult();
        }

        return released.Length;
    }

    private void Keep(Batch batch)
    {
        Interlocked.Add(ref _items, batch.Items);
        if (!Keeps)
        {
            return;
        }

        var segments = new SegmentList();
        batch.Gather(segments);
        var bytes = new byte[segments.TotalBytes];
        int at = 0;
        for (int i = 0; i < segments.Count; i++)
        {
            segments[i].CopyTo(bytes.AsMemory(at));
            at += segments[i].Length;
        }

        // Together, so that the three lists stay alongside each other.
        lock (_received)
        {
            Sizes.Enqueue(batch.Items);
            Clients.Enqueue(batch.Client);
            _received.Enqueue(bytes);
        }
    }
}
