using System.Buffers.Binary;
using System.Text;

namespace HotPath.Hosting.Admin.Health;

/// <summary>
/// Reads a <c>grpc.health.v1.HealthCheckRequest</c>: gRPC's prefix, then field 1, the service's name.
/// <code>
///   ┌───┬─────────────────┬──────┬────────┬──────────
///   │ 0 │ length, 4 bytes │ 0x0A │ length │ service …
///   └───┴─────────────────┴──────┴────────┴──────────
/// </code>
/// </summary>
internal static class HealthRequest
{
    private const int PrefixBytes = 5;
    private const byte ServiceTag = 0x0A;

    /// <summary>The longest name: one byte of length.</summary>
    private const int MaxNameBytes = 127;

    /// <summary>The service's name; null if the bytes are something else, compressed, or more than one message.</summary>
    public static string? Parse(ReadOnlySpan<byte> body)
    {
        if (body.Length < PrefixBytes || body[0] != 0 || BinaryPrimitives.ReadUInt32BigEndian(body[1..]) != body.Length - PrefixBytes)
        {
            return null;
        }

        ReadOnlySpan<byte> message = body[PrefixBytes..];
        if (message.IsEmpty)
        {
            return "";
        }

        return message.Length >= 2 && message[0] == ServiceTag && message[1] <= MaxNameBytes && message[1] == message.Length - 2
            ? Encoding.UTF8.GetString(message[2..])
            : null;
    }
}
