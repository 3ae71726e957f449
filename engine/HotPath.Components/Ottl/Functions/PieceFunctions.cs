using System.Text;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Edits;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters that cut texts. What they give lies in the text itself, but for the list of <c>Split</c>.</summary>
internal static class PieceFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of("Split", [new("target", ParameterKind.Text), new("delimiter", ParameterKind.ConstantText)], Split),
        Function.Of("Trim", [new("target", ParameterKind.Text), new("replacement", ParameterKind.ConstantText, true)], Trim),
        Function.Of("TrimPrefix", [new("target", ParameterKind.Text), new("prefix", ParameterKind.Text)], TrimPrefix),
        Function.Of("TrimSuffix", [new("target", ParameterKind.Text), new("suffix", ParameterKind.Text)], TrimSuffix),
    ];

    /// <summary>An empty delimiter splits into characters.</summary>
    private static Getter Split(Arguments arguments)
    {
        TextArgument target = arguments.Text(0);
        byte[] delimiter = Encoding.UTF8.GetBytes(arguments.ConstantText(1));
        return context =>
        {
            if (!target.TryGet(context, out ReadOnlySpan<byte> text))
            {
                return OttlValue.Failed;
            }

            int size = 0;
            int from = 0;
            while (Next(text, delimiter, ref from, out ReadOnlySpan<byte> piece))
            {
                size += WireSize.OfElement(Overlay.Built(ValueKind.Text, piece));
            }

            Span<byte> list = context.Request.Scratch(size);
            int at = 0;
            from = 0;
            while (Next(text, delimiter, ref from, out ReadOnlySpan<byte> piece))
            {
                at += WireSize.WriteElement(list[at..], Overlay.Built(ValueKind.Text, piece));
            }

            return OttlValue.From(Overlay.Built(ValueKind.Array, list));
        };
    }

    /// <summary>
    /// The piece that begins at <paramref name="from"/>, which goes on to the next one, and below 0 behind the last; false = no more.
    /// </summary>
    private static bool Next(ReadOnlySpan<byte> text, ReadOnlySpan<byte> delimiter, ref int from, out ReadOnlySpan<byte> piece)
    {
        piece = default;
        if (from < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[from..];
        if (delimiter.IsEmpty)
        {
            Rune.DecodeFromUtf8(rest, out _, out int length);
            piece = rest[..length];
            from += length;
            return length > 0;
        }

        int end = rest.IndexOf(delimiter);
        piece = end < 0 ? rest : rest[..end];
        from = end < 0 ? -1 : from + end + delimiter.Length;
        return true;
    }

    /// <summary>Takes characters of a set, spaces unless told, off both ends.</summary>
    private static Getter Trim(Arguments arguments)
    {
        TextArgument target = arguments.Text(0);
        Rune[] set = [.. arguments.ConstantText(1, " ").EnumerateRunes()];
        return context =>
        {
            if (!target.TryGet(context, out ReadOnlySpan<byte> text))
            {
                return OttlValue.Failed;
            }

            while (Rune.DecodeFromUtf8(text, out Rune first, out int length) == System.Buffers.OperationStatus.Done
                && set.AsSpan().Contains(first))
            {
                text = text[length..];
            }

            while (Rune.DecodeLastFromUtf8(text, out Rune last, out int length) == System.Buffers.OperationStatus.Done
                && set.AsSpan().Contains(last))
            {
                text = text[..^length];
            }

            return OttlValue.Text(text);
        };
    }

    private static Getter TrimPrefix(Arguments arguments)
    {
        TextArgument target = arguments.Text(0);
        TextArgument prefix = arguments.Text(1);
        return context => target.TryGet(context, out ReadOnlySpan<byte> text) && prefix.TryGet(context, out ReadOnlySpan<byte> start)
            ? OttlValue.Text(text.StartsWith(start) ? text[start.Length..] : text)
            : OttlValue.Failed;
    }

    private static Getter TrimSuffix(Arguments arguments)
    {
        TextArgument target = arguments.Text(0);
        TextArgument suffix = arguments.Text(1);
        return context => target.TryGet(context, out ReadOnlySpan<byte> text) && suffix.TryGet(context, out ReadOnlySpan<byte> end)
            ? OttlValue.Text(text.EndsWith(end) ? text[..^end.Length] : text)
            : OttlValue.Failed;
    }
}
