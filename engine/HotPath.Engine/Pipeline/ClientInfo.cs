using System.Net;

namespace HotPath.Engine.Pipeline;

/// <summary>
/// Who sent a request, as far as components ask: two references, so that it travels by value from the host to the exporter. A <c>batch</c>
/// processor merges senders: behind it only the metadata of its <c>metadata_keys</c> is left, as in the Collector.
/// </summary>
public readonly struct ClientInfo
{
    private readonly ClientMetadata? _metadata;

    /// <summary>Makes it.</summary>
    public ClientInfo(ClientMetadata? metadata, IPAddress? address = null)
    {
        _metadata = metadata;
        Address = address;
    }

    /// <summary>
    /// What the headers said under the keys that are read; <see cref="ClientMetadata.None"/> if the receiver does not include metadata.
    /// </summary>
    public ClientMetadata Metadata => _metadata ?? ClientMetadata.None;

    /// <summary>True if somebody looked for metadata, whether there was any or not.</summary>
    internal bool HasMetadata => _metadata is not null;

    /// <summary>The connection's other end (<c>client.address</c>); null if it has none, or behind a batch.</summary>
    public IPAddress? Address { get; }
}
