using HotPath.Engine.Pipeline;
using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Grpc;

/// <summary>What a request's header block means, so that the same block need not be read twice.</summary>
/// <param name="Intake">Where it goes; null if it is refused for what is not an intake's business.</param>
/// <param name="Head">Encoding and timeout.</param>
/// <param name="ContentLength">content-length, which all DATA together must have (RFC 9113 section 8.1.1); −1 for none.</param>
/// <param name="Refusal">Why it is refused; null if it is not.</param>
/// <param name="Metadata">What it says under the keys that are read; null if the server does not include metadata.</param>
/// <param name="IsOtherProtocol">True if it is a request of OTLP/HTTP, and so refused here.</param>
internal readonly record struct RequestHead(
    IIntake? Intake,
    GrpcHead Head,
    long ContentLength,
    Refusal? Refusal,
    ClientMetadata? Metadata = null,
    bool IsOtherProtocol = false)
{
    /// <summary>Credentials that the authenticator has yet to judge, before anything of the body is read; null if there are none.</summary>
    public byte[]? Undecided { get; init; }

    /// <summary>False once a reload has taken the signal away, or asks for other metadata than was read.</summary>
    public bool IsCurrent => Intake is { IsServed: true } && (Metadata is null || ReferenceEquals(Metadata.Keys, Intake.Metadata.Keys));
}
