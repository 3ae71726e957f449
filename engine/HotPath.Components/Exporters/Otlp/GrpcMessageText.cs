using System.Globalization;
using System.Text;

namespace HotPath.Components.Exporters.Otlp;

/// <summary>Reads a <c>grpc-message</c>: UTF-8 whose bytes outside ' '..'~', and '%', are written as %XX.</summary>
internal static class GrpcMessageText
{
    /// <summary>A longer message is cut, in bytes.</summary>
    internal const int MaxBytes = 1024;

    /// <summary>Decodes; what is no %XX stays as it is, as gRPC demands.</summary>
    public static string Decode(string text)
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        int length = 0;
        for (int i = 0; i < text.Length && length < MaxBytes; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length
                && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
            {
                bytes[length++] = value;
                i += 2;
            }
            else
            {
                bytes[length++] = text[i] < 0x80 ? (byte)text[i] : (byte)'?';
            }
        }

        return Encoding.UTF8.GetString(bytes[..length]);
    }
}
