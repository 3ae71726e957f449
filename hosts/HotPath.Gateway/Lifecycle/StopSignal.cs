using System.Runtime.InteropServices;

namespace HotPath.Gateway.Lifecycle;

/// <summary>
/// Waits for what ends a run: SIGTERM, SIGINT, the caller's cancellation, or a fault of the gateway's own. SIGHUP, which would end the
/// process by default, asks for a reload.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private readonly TaskCompletionSource<Exception?> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _signals;
    private readonly CancellationTokenRegistration _cancelled;

    /// <summary>Begins to listen for signals.</summary>
    /// <param name="onHangUp">Called at each SIGHUP, on a thread of the pool.</param>
    /// <param name="cancel">Ends the run like a signal.</param>
    public StopSignal(Action onHangUp, CancellationToken cancel)
    {
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(
                PosixSignal.SIGHUP,
                context =>
                {
                    context.Cancel = true;
                    onHangUp();
                }),
        ];
        _cancelled = cancel.Register(() => _stopped.TrySetResult(null));
    }

    /// <summary>Ends the run because of a fault; the first one counts.</summary>
    public void Fault(Exception fault) => _stopped.TrySetResult(fault);

    /// <summary>Completes with null when asked to stop, or with the fault.</summary>
    public Task<Exception?> WaitAsync() => _stopped.Task;

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }

        _cancelled.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _stopped.TrySetResult(null);
    }
}
