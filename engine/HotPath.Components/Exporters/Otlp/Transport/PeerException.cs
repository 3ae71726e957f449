namespace HotPath.Components.Exporters.Otlp.Transport;

/// <summary>A connection could not be opened for what its peer is, or is not.</summary>
internal sealed class PeerException : IOException
{
    public PeerException(PeerFault fault, Exception? inner = null)
        : base(fault.Text, inner) => Fault = fault;

    /// <summary>What the peer is.</summary>
    public PeerFault Fault { get; }
}
