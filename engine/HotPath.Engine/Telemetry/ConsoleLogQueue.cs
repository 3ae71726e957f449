namespace HotPath.Engine.Telemetry;

/// <summary>
/// Whole log entries on their way to a stream, written by one thread of its own, so that a terminal or pipe that stalls stops nobody who
/// logs. What does not fit is dropped and counted, and said as soon as there is room. Thread-safe.
/// </summary>
public sealed class ConsoleLogQueue : IDisposable
{
    /// <summary>Bytes of entries that may wait for the stream; one entry larger than that is taken by an empty queue.</summary>
    public const int DefaultCapacityBytes = 4 << 20;

    /// <summary>How long <see cref="Dispose"/> waits for a stream that does not take the last entries.</summary>
    public static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(2);

    /// <summary>A buffer that grew past this is given up when it is empty.</summary>
    private const int KeptBytes = 64 << 10;
    private const int FirstBytes = 4 << 10;

    private readonly object _lock = new();
    private readonly Stream _stream;
    private readonly int _capacity;
    private readonly Func<long, byte[]> _droppedNotice;
    private readonly TimeProvider _time;
    private readonly Thread _writer;
    private byte[] _filling = new byte[FirstBytes];
    private byte[] _writing = new byte[FirstBytes];
    private int _filled;
    private int _beingWritten;
    private long _addedBytes;
    private long _writtenBytes;
    private long _dropped;
    private long _unsaidDrops;
    private bool _closed;
    private TaskCompletionSource? _room;

    /// <summary>Starts the writing thread.</summary>
    /// <param name="stream">Where entries go; the queue's to dispose.</param>
    /// <param name="droppedNotice">Makes the entry that says how many were dropped.</param>
    /// <param name="time">The clock patience is measured with.</param>
    /// <param name="capacityBytes">Bytes that may wait.</param>
    public ConsoleLogQueue(Stream stream, Func<long, byte[]> droppedNotice, TimeProvider time, int capacityBytes = DefaultCapacityBytes)
    {
        _time = time;
        _stream = stream;
        _capacity = capacityBytes;
        _droppedNotice = droppedNotice;
        _writer = new Thread(Run) { IsBackground = true, Name = "log writer" };
        _writer.Start();
    }

    /// <summary>Entries dropped so far because the stream did not keep up.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Adds one whole entry, or drops it: false.</summary>
    public bool TryAdd(ReadOnlySpan<byte> entry)
    {
        lock (_lock)
        {
            if (_closed || (_filled + _beingWritten > 0 && _filled + _beingWritten + entry.Length > _capacity))
            {
                _dropped++;
                _unsaidDrops++;
                return false;
            }

            Append(entry);
            Monitor.PulseAll(_lock);
            return true;
        }
    }

    /// <summary>Completes when at least half the capacity is free. For those who write much and can wait.</summary>
    public ValueTask RoomAsync(CancellationToken cancel)
    {
        lock (_lock)
        {
            if (HasRoom)
            {
                return ValueTask.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_room.Task.WaitAsync(cancel));
        }
    }

    /// <summary>Waits until everything added so far is written; false if the stream did not take it in time.</summary>
    public bool Flush(TimeSpan patience)
    {
        long start = _time.GetTimestamp();
        lock (_lock)
        {
            long target = _addedBytes;
            while (_writtenBytes < target)
            {
                TimeSpan left = patience - _time.GetElapsedTime(start);
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                // How long it was in truth, the clock says at the next look.
                Monitor.Wait(_lock, left);
            }

            return true;
        }
    }

    /// <summary>Writes what is waiting, as far as the stream takes it within <see cref="DrainPatience"/>, and ends the thread.</summary>
    public void Dispose()
    {
        bool drained = Flush(DrainPatience);
        lock (_lock)
        {
            _closed = true;
            LetWaitersGo();
            Monitor.PulseAll(_lock);
        }

        // A thread that is stuck in the stream keeps it; it is a background thread and ends with the process.
        if (drained)
        {
            _writer.Join();
            _stream.Dispose();
        }
    }

    private bool HasRoom => _closed || _filled + _beingWritten <= _capacity / 2;

    private void Run()
    {
        while (TakeFilled() is { } ready)
        {
            try
            {
                _stream.Write(ready.Span);
                _stream.Flush();
            }
            catch (IOException)
            {
                // Nobody reads any more, and there is nowhere left to say so.
            }

            GiveBack();
        }
    }

    private ReadOnlyMemory<byte>? TakeFilled()
    {
        lock (_lock)
        {
            while (_filled == 0)
            {
                if (_closed)
                {
                    return null;
                }

                Monitor.Wait(_lock);
            }

            (_filling, _writing) = (_writing, _filling);
            (_filled, _beingWritten) = (0, _filled);
            return _writing.AsMemory(0, _beingWritten);
        }
    }

    private void GiveBack()
    {
        lock (_lock)
        {
            _writtenBytes += _beingWritten;
            _beingWritten = 0;
            if (_writing.Length > KeptBytes)
            {
                _writing = new byte[FirstBytes];
            }

            if (_unsaidDrops > 0 && HasRoom)
            {
                Append(_droppedNotice(_unsaidDrops));
                _unsaidDrops = 0;
            }

            if (HasRoom)
            {
                LetWaitersGo();
            }

            Monitor.PulseAll(_lock);
        }
    }

    private void LetWaitersGo()
    {
        _room?.SetResult();
        _room = null;
    }

    private void Append(ReadOnlySpan<byte> entry)
    {
        if (_filling.Length - _filled < entry.Length)
        {
            Array.Resize(ref _filling, Math.Max(_filled + entry.Length, Math.Min(_filling.Length * 2, _capacity)));
        }

        entry.CopyTo(_filling.AsSpan(_filled));
        _filled += entry.Length;
        _addedBytes += entry.Length;
    }
}
