using System.Net;
using System.Text;
using HotPath.Core.Edits;
using HotPath.Core.Index;
using HotPath.Engine.Pipeline;

namespace HotPath.Components.Processors.Shared;

/// <summary><c>from_context</c>: what is known of the sender of a request, the same for all items of it.</summary>
/// <param name="MetadataKey">The key of its metadata, in lower case; null = its address.</param>
internal sealed record ContextSource(string? MetadataKey)
{
    /// <summary>The word for the sender's address.</summary>
    public const string AddressWord = "client.address";

    private const string MetadataPrefix = "metadata.";

    /// <summary>Reads <c>client.address</c>, <c>metadata.KEY</c>, or a metadata key by itself, as the Collector does.</summary>
    public static ContextSource Of(string text) => new(
        text == AddressWord ? null
        : (text.StartsWith(MetadataPrefix, StringComparison.Ordinal) ? text[MetadataPrefix.Length..] : text).ToLowerInvariant());

    /// <summary>
    /// What it is for one request, in the overlay's scratch: several values joined by <c>;</c>. Empty if the metadata has none; an address
    /// that is not known is an empty text.
    /// </summary>
    public WireValue Read(Overlay overlay, in ClientInfo client)
    {
        if (MetadataKey is null)
        {
            return Address(overlay, client.Address);
        }

        ReadOnlySpan<string> values = client.Metadata.Values(MetadataKey);
        if (values.IsEmpty)
        {
            return default;
        }

        int bytes = values.Length - 1;
        foreach (string value in values)
        {
            bytes += Encoding.UTF8.GetByteCount(value);
        }

        Span<byte> text = overlay.Scratch(bytes);
        int at = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                text[at++] = (byte)';';
            }

            at += Encoding.UTF8.GetBytes(values[i], text[at..]);
        }

        return Overlay.Built(ValueKind.Text, text);
    }

    private static WireValue Address(Overlay overlay, IPAddress? address)
    {
        // 46 characters are the longest address; a zone may follow it.
        Span<byte> text = stackalloc byte[128];
        int length = 0;
        address = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return address is null || address.TryFormat(text, out length) ? overlay.Text(text[..length]) : default;
    }
}
