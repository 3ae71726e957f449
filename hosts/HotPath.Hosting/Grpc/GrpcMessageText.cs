using System.Buffers;
using System.Text;

namespace HotPath.Hosting.Grpc;

/// <summary>Encodes <c>grpc-message</c>: bytes of the UTF-8 outside ' ' to '~', and '%', become %XX (grpc/doc/PROTOCOL-HTTP2.md).</summary>
internal static class GrpcMessageText
{
    private const string Unencoded =
        " !\"#$&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

    private static readonly SearchValues<char> Plain = SearchValues.Create(Unencoded);

    /// <summary>Encodes; a text that needs none comes back as it is.</summary>
    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length + 16);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && Plain.Contains((char)rune.Value))
            {
                encoded.Append((char)rune.Value);
                continue;
            }

            foreach (byte b in utf8[..rune.EncodeToUtf8(utf8)])
            {
                encoded.Append('%').Append(b.ToString("X2"));
            }
        }

        return encoded.ToString();
    }
}
