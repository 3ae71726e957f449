using System.Text;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Shared;

/// <summary>Regular expressions work on UTF-16, telemetry is UTF-8: the way back, without allocating.</summary>
internal static class Utf16
{
    /// <summary>A text as a value in an overlay's scratch.</summary>
    public static WireValue Text(Overlay overlay, ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = overlay.Scratch(Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, utf8);
        return Overlay.Built(ValueKind.Text, utf8);
    }
}
