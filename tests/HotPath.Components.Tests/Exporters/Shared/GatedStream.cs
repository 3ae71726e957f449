namespace HotPath.Components.Tests.Exporters.Shared;

/// <summary>
/// A stream that lets so many bytes pass, as a peer's flow control does, and holds further writes until they are cancelled or let go.
/// </summary>
internal sealed class GatedStream : MemoryStream
{
    private readonly SemaphoreSlim _gate = new(0);
    private readonly TaskCompletionSource _stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _window;

    public GatedStream(int window) => _window = window;

    /// <summary>The sizes of the writes that passed.</summary>
    public List<int> Writes { get; } = [];

    /// <summary>True once held flushes are held too.</summary>
    public bool HoldsFlush { get; init; }

    /// <summary>Completes when a write, or a flush, is held.</summary>
    public Task Stuck => _stuck.Task;

    public void LetGo() => _gate.Release();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Length + buffer.Length > _window)
        {
            await HoldAsync(cancellationToken);
        }

        Writes.Add(buffer.Length);
        Write(buffer.Span);
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (HoldsFlush)
        {
            await HoldAsync(cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _gate.Dispose();
        base.Dispose(disposing);
    }

    private Task HoldAsync(CancellationToken cancel)
    {
        Task held = _gate.WaitAsync(cancel);
        _stuck.TrySetResult();
        return held;
    }
}
