using System.Threading.Tasks.Sources;

namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>
/// Wakes the one waiter, which goes on at once on the thread that signals. Signals before the waiter woke are one. Allocates nothing.
/// </summary>
internal sealed class StallSignal : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core;
    private int _isSet;

    /// <summary>Waits for the next <see cref="Set"/>.</summary>
    public ValueTask WaitAsync() => new(this, _core.Version);

    /// <summary>Lets the waiter go on.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0)
        {
            _core.SetResult(true);
        }
    }

    /// <inheritdoc/>
    void IValueTaskSource.GetResult(short token)
    {
        _core.GetResult(token);
        _core.Reset();

        // A full fence: who still saw it set has done his work before what the waiter looks at next.
        Interlocked.Exchange(ref _isSet, 0);
    }

    /// <inheritdoc/>
    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    /// <inheritdoc/>
    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
