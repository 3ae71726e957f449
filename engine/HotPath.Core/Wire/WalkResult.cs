namespace HotPath.Core.Wire;

/// <summary>What the counting walk found in one request: a fault and where, or the counts of its frame.</summary>
/// <param name="Fault">The first fault, or <see cref="WireFault.None"/>.</param>
/// <param name="FaultOffset">Bytes from the request's start to the fault; 0 without one.</param>
/// <param name="Resources">Resource blocks (<c>resource_spans</c> and its siblings), empty ones included.</param>
/// <param name="Scopes">Scope blocks over all resources.</param>
/// <param name="Items">Spans, log records or data points.</param>
public readonly record struct WalkResult(WireFault Fault, int FaultOffset, int Resources, int Scopes, int Items);
