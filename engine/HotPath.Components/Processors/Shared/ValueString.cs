using System.Buffers;
using HotPath.Components.Exporters.Debug.Text;
using HotPath.Core.Index;

namespace HotPath.Components.Processors.Shared;

/// <summary>
/// A value of any kind as text, as the Collector's <c>AsString</c> has it: numbers as JSON writes them, bytes as base64, arrays and maps as
/// JSON, nothing as an empty text.
/// </summary>
internal static class ValueString
{
    [ThreadStatic]
    private static TextBuffer? _buffer;

    /// <summary>
    /// The text; it holds until the thread's next call. False if it would be longer than <see cref="TextBuffer.MaxBytes"/>.
    /// </summary>
    public static bool TryRead(WireValue value, out ReadOnlySpan<byte> utf8)
    {
        if (value.Kind == ValueKind.Text)
        {
            utf8 = value.Content;
            return true;
        }

        TextBuffer buffer = _buffer is { IsCut: false } kept ? kept : _buffer = new TextBuffer();
        buffer.Clear();
        switch (value.Kind)
        {
            case ValueKind.Int:
                buffer.Add(value.AsInt);
                break;
            case ValueKind.Bool:
                buffer.Add(value.AsBool);
                break;
            case ValueKind.Double:
                buffer.AddPlain(value.AsDouble);
                break;
            case ValueKind.Empty:
                break;
            default:
                byte[] message = ArrayPool<byte>.Shared.Rent(WireSize.OfAnyValue(value));
                buffer.AddUntyped(message.AsSpan(0, WireSize.WriteAnyValue(message, value)));
                ArrayPool<byte>.Shared.Return(message);
                break;
        }

        utf8 = buffer.Written;
        return !buffer.IsCut;
    }
}
