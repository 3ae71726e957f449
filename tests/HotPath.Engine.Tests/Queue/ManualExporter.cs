using System.Threading.Channels;
using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Tests.Queue;

/// <summary>An exporter whose every attempt a test takes and answers by hand.</summary>
internal sealed class ManualExporter : IExporter
{
    private readonly Channel<Attempt> _attempts = Channel.CreateUnbounded<Attempt>();
    private int _underWay;

    /// <summary>Attempts that have begun and not ended.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    public bool IsDisposed { get; private set; }

    public async ValueTask<SendResult> SendAsync(Batch batch, CancellationToken cancel)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            var attempt = new Attempt(batch, cancel);
            _attempts.Writer.TryWrite(attempt);
            return await attempt.Answered;
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <summary>The next attempt that nobody has taken yet; waits for it, at most 30 s.</summary>
    public Task<Attempt> NextAsync() => _attempts.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>True if an attempt has begun that nobody has taken.</summary>
    public bool HasNext => _attempts.Reader.TryPeek(out _);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return default;
    }
}
