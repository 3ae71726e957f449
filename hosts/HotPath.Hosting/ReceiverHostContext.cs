using HotPath.Engine.Auth;
using HotPath.Engine.Pipeline;
using HotPath.Engine.Telemetry.Metrics;
using HotPath.Engine.Telemetry.Tracing;
using HotPath.Hosting.Requests;
using Microsoft.Extensions.Logging;

namespace HotPath.Hosting;

/// <summary>What a receiver's hosts are given. Every port takes both protocols, so each host gets the intakes of both.</summary>
/// <param name="GrpcIntakes">
/// One for each signal that some pipeline takes from the receiver, or may after a reload, for calls of gRPC.
/// </param>
/// <param name="HttpIntakes">Likewise, for requests of OTLP/HTTP.</param>
/// <param name="Logs">Gets Kestrel's warnings, those about peers, and faults of our own.</param>
public sealed record ReceiverHostContext(IReadOnlyList<IIntake> GrpcIntakes, IReadOnlyList<IIntake> HttpIntakes, ILoggerFactory Logs)
{
    /// <summary>The clock of deadlines, body rates and connections.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The limits that no key sets.</summary>
    public HostLimits Limits { get; init; } = HostLimits.Default;

    /// <summary>Those that the receiver's servers may name.</summary>
    public Authenticators Authenticators { get; init; } = Authenticators.Empty;

    /// <summary>Where the durations of gRPC's answers are recorded; null if nobody looks at them.</summary>
    public AnswerTimes? GrpcTimes { get; init; }

    /// <summary>Likewise, of OTLP/HTTP's.</summary>
    public AnswerTimes? HttpTimes { get; init; }

    /// <summary>Where requests are sampled for the page <c>tracez</c>; null if nobody looks.</summary>
    public OperationTraces? Traces { get; init; }
}
