using System.Buffers.Binary;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Shared;

/// <summary>
/// A value's SHA-256 as lower-case hex: of a text its bytes, of an integer or floating-point number its eight bytes, lowest first, of a
/// flag one byte. Of anything else, an empty text.
/// </summary>
internal static class ValueHash
{
    /// <summary>The hash of a value, pending until <see cref="Overlay.FinishHashes"/>.</summary>
    public static WireValue Of(Overlay overlay, in WireValue value)
    {
        overlay.Settle(value);
        switch (value.Kind)
        {
            case ValueKind.Text:
                return overlay.Hash(value);
            case ValueKind.Int:
                Span<byte> integer = overlay.Scratch(sizeof(long));
                BinaryPrimitives.WriteInt64LittleEndian(integer, value.AsInt);
                return overlay.Hash(Overlay.Built(ValueKind.Bytes, integer));
            case ValueKind.Double:
                Span<byte> number = overlay.Scratch(sizeof(double));
                BinaryPrimitives.WriteDoubleLittleEndian(number, value.AsDouble);
                return overlay.Hash(Overlay.Built(ValueKind.Bytes, number));
            case ValueKind.Bool:
                Span<byte> flag = overlay.Scratch(1);
                flag[0] = value.AsBool ? (byte)1 : (byte)0;
                return overlay.Hash(Overlay.Built(ValueKind.Bytes, flag));
            default:
                return overlay.Text(default);
        }
    }
}
