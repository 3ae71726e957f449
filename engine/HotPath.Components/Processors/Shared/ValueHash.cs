using System.Buffers.Binary;
using System.Security.Cryptography;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Shared;

/// <summary>
/// A value's SHA-256 as lower-case hex: of a text its bytes, of an integer or floating-point number its eight bytes, lowest first, of a flag
/// one byte. Of anything else, an empty text.
/// </summary>
internal static class ValueHash
{
    /// <summary>Hashes a value into the overlay's scratch.</summary>
    public static WireValue Of(Overlay overlay, in WireValue value)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        ReadOnlySpan<byte> hashed = number;
        bool isHashed = true;
        switch (value.Kind)
        {
            case ValueKind.Text:
                hashed = value.Content;
                break;
            case ValueKind.Int:
                BinaryPrimitives.WriteInt64LittleEndian(number, value.AsInt);
                break;
            case ValueKind.Double:
                BinaryPrimitives.WriteDoubleLittleEndian(number, value.AsDouble);
                break;
            case ValueKind.Bool:
                number[0] = value.AsBool ? (byte)1 : (byte)0;
                hashed = number[..1];
                break;
            default:
                isHashed = false;
                break;
        }

        if (!isHashed)
        {
            return overlay.Text(default);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(hashed, digest);
        Span<byte> hex = overlay.Scratch(2 * SHA256.HashSizeInBytes);
        System.Convert.TryToHexStringLower(digest, hex, out _);
        return Overlay.Built(ValueKind.Text, hex);
    }
}
