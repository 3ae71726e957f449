namespace HotPath.Engine.Telemetry;

/// <summary>
/// Connections of one server or exporter that came to something else than telemetry: counted exactly, while the log samples them.
/// Thread-safe.
/// </summary>
/// <param name="wrongPeers">The reasons of <see cref="WrongPeers"/>, shown at 0 from the start.</param>
/// <param name="limits">The reasons of <see cref="Limited"/>, shown at 0 from the start.</param>
public sealed class ConnectionCounts(IReadOnlyList<string> wrongPeers, IReadOnlyList<string> limits)
{
    private long _otherProtocol;

    /// <summary>Every reason of <see cref="WrongPeers"/> that there is.</summary>
    public IReadOnlyList<string> KnownWrongPeers => wrongPeers;

    /// <summary>Every reason of <see cref="Limited"/> that there is.</summary>
    public IReadOnlyList<string> KnownLimits => limits;

    /// <summary>Connections whose peer speaks something else, by what that is.</summary>
    public ReasonCounts WrongPeers { get; } = new();

    /// <summary>Connections that were ended because a limit was passed, by the limit's name.</summary>
    public ReasonCounts Limited { get; } = new();

    /// <summary>Requests of a server that came in the other one of OTLP's two protocols, and were served.</summary>
    public long OtherProtocolRequests => Volatile.Read(ref _otherProtocol);

    /// <summary>Counts such a request; true for the first.</summary>
    public bool CountOtherProtocol() => Interlocked.Increment(ref _otherProtocol) == 1;
}
