using System.Threading.Channels;
using HotPath.Engine.Pipeline;

namespace HotPath.Engine.Tests.Queue;

/// <summary>An exporter whose every attempt a test takes and answers by hand.</summary>
internal sealed class ManualExporter : IExporter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

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

    /// <summary>The next attempt that nobody has taken yet; waits for it, at most a minute.</summary>
    public async Task<Attempt> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await _attempts.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"no attempt began within {Patience}; {UnderWay} that were taken are under way");
        }
    }

    /// <summary>True if an attempt has begun that nobody has taken.</summary>
    public bool HasNext => _attempts.Reader.TryPeek(out _);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return default;
    }
}
