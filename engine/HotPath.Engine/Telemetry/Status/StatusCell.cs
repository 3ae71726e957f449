namespace HotPath.Engine.Telemetry.Status;

/// <summary>
/// The status of one component now. Saying again what it says already costs one read; a change is one write, without a lock: of two changes
/// at the same moment either may stand, and the component's next word mends it. Thread-safe.
/// </summary>
public sealed class StatusCell
{
    private readonly TimeProvider _time;
    private volatile StatusEvent _now;

    /// <summary>Makes a cell.</summary>
    public StatusCell(TimeProvider time, ComponentStatus status = ComponentStatus.Starting)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _now = new StatusEvent(status, time.GetLocalNow());
    }

    /// <summary>The status, and since when: an error's time is that of its first occurrence.</summary>
    public StatusEvent Now => _now;

    /// <summary>Says how the component is; without effect if that is its status already.</summary>
    public void Set(ComponentStatus status, string error = "")
    {
        if (_now.Status != status)
        {
            _now = new StatusEvent(status, _time.GetLocalNow(), error);
        }
    }
}
