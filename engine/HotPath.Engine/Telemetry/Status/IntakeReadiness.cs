using HotPath.Core;
using HotPath.Engine.Config;

namespace HotPath.Engine.Telemetry.Status;

/// <summary>Whether what a receiver gets of one signal would be taken now.</summary>
/// <param name="Receiver">The receiver.</param>
/// <param name="Signal">The signal.</param>
/// <param name="Transport">The transport.</param>
/// <param name="IsUsed">Whether anything has come that way.</param>
/// <param name="WhyNot">Why it would not; null if it would.</param>
public sealed record IntakeReadiness(ComponentId Receiver, Signal Signal, string Transport, bool IsUsed, string? WhyNot);
