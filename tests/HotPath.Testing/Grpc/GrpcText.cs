using System.Globalization;
using System.Text;

namespace HotPath.Testing.Grpc;

/// <summary>The percent-encoding of <c>grpc-message</c>, written apart from the gateway's own so that each checks the other.</summary>
public static class GrpcText
{
    /// <summary>Encodes every byte outside ' '..'~', and '%', as %XX of its UTF-8.</summary>
    public static string Encode(string text)
    {
        var encoded = new StringBuilder();
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            _ = b is >= 0x20 and <= 0x7E and not (byte)'%' ? encoded.Append((char)b) : encoded.Append('%').Append(b.ToString("X2"));
        }

        return encoded.ToString();
    }

    /// <summary>Decodes %XX; anything else stays as it is.</summary>
    public static string Decode(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, null, out byte value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes([text[i]]));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
