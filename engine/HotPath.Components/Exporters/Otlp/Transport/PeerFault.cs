namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>Why a connection's peer is no gRPC server.</summary>
/// <param name="Reason">What it is counted as; null if nobody knows what the peer is.</param>
/// <param name="Text">What it is, and the remedy.</param>
internal readonly record struct PeerFault(string? Reason, string Text);
