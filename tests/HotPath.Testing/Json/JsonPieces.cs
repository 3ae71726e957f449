using HotPath.Core.Json;
using HotPath.Core.Wire;

namespace HotPath.Testing.Json;

/// <summary>The pieces of the JSON reader that work on addresses, for tests, which have spans.</summary>
public static unsafe class JsonPieces
{
    /// <summary>Where the first byte is that is no plain character of a string, or the length; whether all before it is ASCII.</summary>
    public static (int Length, bool IsAscii) Stop(ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text)
        {
            var stop = StringScan.Stop(start, start + text.Length, out var isAscii);
            return ((int)(stop - start), isAscii);
        }
    }

    /// <summary>The same, byte by byte.</summary>
    public static (int Length, bool IsAscii) StopPlain(ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text)
        {
            var stop = StringScan.StopPlain(start, start + text.Length, out var isAscii);
            return ((int)(stop - start), isAscii);
        }
    }

    /// <summary>Decodes 16 or 32 hex digits to half as many bytes; false if one is none.</summary>
    public static bool TryDecodeHex(ReadOnlySpan<byte> digits, Span<byte> into)
    {
        fixed (byte* from = digits, to = into)
        {
            return HexIds.TryDecode(from, digits.Length, to);
        }
    }

    /// <summary>The number of the field whose name is the first <paramref name="length"/> bytes of a text; 0 if there is none.</summary>
    /// <param name="message">The message type, as a number.</param>
    /// <param name="text">The name and what stands behind it.</param>
    /// <param name="length">How many bytes the name has.</param>
    public static int Find(int message, ReadOnlySpan<byte> text, int length)
    {
        fixed (byte* start = text)
        {
            return JsonSchema.NamesOf((FieldKind)message).Find(start, length, start + text.Length)?.Number ?? 0;
        }
    }
}
