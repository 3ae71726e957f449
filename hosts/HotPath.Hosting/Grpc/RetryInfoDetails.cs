using System.Text;
using HotPath.Hosting.Requests;

namespace HotPath.Hosting.Grpc;

/// <summary>
/// Writes <c>grpc-status-details-bin</c>: a google.rpc.Status that carries one google.rpc.RetryInfo, by hand since it is all we ever write.
/// <code>
///   Status     08 code | 12 length message | 1A length Any
///   Any        0A length "type.googleapis.com/google.rpc.RetryInfo" | 12 length RetryInfo
///   RetryInfo  0A length Duration
///   Duration   08 seconds | 10 nanos                                         (each left out when 0)
/// </code>
/// The value is base64 without padding, as gRPC's core libraries write binary headers.
/// </summary>
internal static class RetryInfoDetails
{
    private const byte Varint1 = 0x08;
    private const byte Varint2 = 0x10;
    private const byte Bytes1 = 0x0A;
    private const byte Bytes2 = 0x12;
    private const byte Bytes3 = 0x1A;
    private const int MaxVarint = 10;

    /// <summary>The header's value.</summary>
    public static string Encode(RpcCode code, string message, TimeSpan delay)
    {
        ReadOnlySpan<byte> typeUrl = "type.googleapis.com/google.rpc.RetryInfo"u8;
        Span<byte> duration = stackalloc byte[2 + (2 * MaxVarint)];
        int durationLength = WriteDuration(duration, delay);

        // Inner lengths are below 128, so each is one byte: Duration ≤ 22, RetryInfo ≤ 24, Any ≤ 68.
        int infoLength = 2 + durationLength;
        int anyLength = 2 + typeUrl.Length + 2 + infoLength;
        byte[] status = new byte[2 + 1 + MaxVarint + Encoding.UTF8.GetMaxByteCount(message.Length) + 2 + anyLength];
        int at = 0;
        status[at++] = Varint1;
        status[at++] = (byte)code;
        status[at++] = Bytes2;
        at += WriteVarint(status.AsSpan(at), (ulong)Encoding.UTF8.GetByteCount(message));
        at += Encoding.UTF8.GetBytes(message, status.AsSpan(at));
        status[at++] = Bytes3;
        status[at++] = (byte)anyLength;
        status[at++] = Bytes1;
        status[at++] = (byte)typeUrl.Length;
        typeUrl.CopyTo(status.AsSpan(at));
        at += typeUrl.Length;
        status[at++] = Bytes2;
        status[at++] = (byte)infoLength;
        status[at++] = Bytes1;
        status[at++] = (byte)durationLength;
        duration[..durationLength].CopyTo(status.AsSpan(at));
        at += durationLength;
        return Convert.ToBase64String(status, 0, at).TrimEnd('=');
    }

    private static int WriteDuration(Span<byte> to, TimeSpan delay)
    {
        ulong seconds = (ulong)(delay.Ticks / TimeSpan.TicksPerSecond);
        ulong nanos = (ulong)(delay.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick);
        int at = 0;
        if (seconds > 0)
        {
            to[at++] = Varint1;
            at += WriteVarint(to[at..], seconds);
        }

        if (nanos > 0)
        {
            to[at++] = Varint2;
            at += WriteVarint(to[at..], nanos);
        }

        return at;
    }

    private static int WriteVarint(Span<byte> to, ulong value)
    {
        int at = 0;
        for (; value >= 0x80; value >>= 7)
        {
            to[at++] = (byte)(value | 0x80);
        }

        to[at++] = (byte)value;
        return at;
    }
}
