using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Shared;

/// <summary>Regular expressions work on UTF-16, telemetry is UTF-8: the way there and back, without allocating.</summary>
internal static class Utf16
{
    private const int OnStack = 256;

    /// <summary>True if the pattern is found in the text.</summary>
    public static bool IsMatch(Regex pattern, ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= OnStack)
        {
            Span<char> near = stackalloc char[OnStack];
            return pattern.IsMatch(near[..Encoding.UTF8.GetChars(utf8, near)]);
        }

        char[] chars = ArrayPool<char>.Shared.Rent(utf8.Length);
        bool isMatch = pattern.IsMatch(chars.AsSpan(0, Encoding.UTF8.GetChars(utf8, chars)));
        ArrayPool<char>.Shared.Return(chars);
        return isMatch;
    }

    /// <summary>A text as a value in an overlay's scratch.</summary>
    public static WireValue Text(Overlay overlay, ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = overlay.Scratch(Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, utf8);
        return Overlay.Built(ValueKind.Text, utf8);
    }
}
