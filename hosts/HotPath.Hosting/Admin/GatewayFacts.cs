using HotPath.Engine.Telemetry.Status;
using HotPath.Engine.Telemetry.Tracing;

namespace HotPath.Hosting.Admin;

/// <summary>
/// What the pages for those who run the gateway read: which plan is at work, and how far the process is in its life. Pages hold this and
/// ask it for each request, so that another plan takes over for all of them with one write. Thread-safe.
/// </summary>
public sealed class GatewayFacts
{
    private readonly StatusCell _phase;
    private volatile GatewaySnapshot? _now;
    private volatile UpSince? _up;

    /// <summary>Makes the facts of a process that is starting.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="version">This build's version.</param>
    public GatewayFacts(TimeProvider time, string version)
    {
        ArgumentNullException.ThrowIfNull(time);
        Time = time;
        Version = version;
        Started = time.GetLocalNow();
        Traces = new OperationTraces(time);
        _phase = new StatusCell(time);
    }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>This build's version.</summary>
    public string Version { get; }

    /// <summary>When the process started.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>Samples of the gateway's own operations; they outlive a plan.</summary>
    public OperationTraces Traces { get; }

    /// <summary>The plan at work; null before there is one.</summary>
    public GatewaySnapshot? Now => _now;

    /// <summary>Starting, OK or stopping.</summary>
    public StatusEvent Phase => _phase.Now;

    /// <summary>Since when everything listens; null before, and while it stops.</summary>
    public UpSince? Up => _up;

    /// <summary>From here this plan is at work.</summary>
    public void Show(GatewaySnapshot snapshot) => _now = snapshot;

    /// <summary>Every receiver listens.</summary>
    public void Ready()
    {
        _phase.Set(ComponentStatus.Ok);
        _up = new UpSince(Time.GetLocalNow(), Time.GetTimestamp());
    }

    /// <summary>The gateway was asked to stop.</summary>
    public void Stopping()
    {
        _up = null;
        _phase.Set(ComponentStatus.Stopping);
    }
}
