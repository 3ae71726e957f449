using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters of text.</summary>
internal static class TextFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of("String", [new("target", ParameterKind.TextLike)], String),
        Function.Of("Concat", [new("vals", ParameterKind.Values), new("delimiter", ParameterKind.ConstantText)], Concat),
        Function.Of("HasPrefix", [new("target", ParameterKind.Text), new("prefix", ParameterKind.Text)], HasPrefix),
        Function.Of("HasSuffix", [new("target", ParameterKind.Text), new("suffix", ParameterKind.Text)], HasSuffix),
        Function.Of(
            "Substring",
            [
                new("target", ParameterKind.Text),
                new("start", ParameterKind.Int),
                new("length", ParameterKind.Int),
                new("utf8_safe", ParameterKind.ConstantBool, true),
            ],
            Substring),
    ];

    private static Getter String(Arguments arguments)
    {
        TextLikeArgument target = arguments.TextLike(0);
        return context => target.TryGet(context, out OttlValue text) ? text : OttlValue.Failed;
    }

    /// <summary>Nil is written as <c>&lt;nil&gt;</c>; what has no text form fails.</summary>
    private static Getter Concat(Arguments arguments)
    {
        TextLikeArgument[] parts = [.. arguments.Values(0).Select(e => new TextLikeArgument(e))];
        byte[] delimiter = System.Text.Encoding.UTF8.GetBytes(arguments.ConstantText(1));
        return context =>
        {
            int length = delimiter.Length * Math.Max(0, parts.Length - 1);
            foreach (TextLikeArgument part in parts)
            {
                if (!part.TryGet(context, out OttlValue text))
                {
                    return OttlValue.Failed;
                }

                length += text.IsNil ? "<nil>"u8.Length : text.Content.Length;
            }

            Span<byte> place = context.Request.Scratch(length);
            int at = 0;
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i].TryGet(context, out OttlValue text);
                ReadOnlySpan<byte> piece = text.IsNil ? "<nil>"u8 : text.Content;
                piece.CopyTo(place[at..]);
                at += piece.Length;
                if (i < parts.Length - 1)
                {
                    delimiter.CopyTo(place[at..]);
                    at += delimiter.Length;
                }
            }

            return OttlValue.Text(place);
        };
    }

    private static Getter HasPrefix(Arguments arguments)
    {
        TextArgument target = arguments.Text(0);
        TextArgument prefix = arguments.Text(1);
        return context => target.TryGet(context, out ReadOnlySpan<byte> text) && prefix.TryGet(context, out ReadOnlySpan<byte> start)
            ? OttlValue.Of(text.StartsWith(start))
            : OttlValue.Failed;
    }

    private static Getter HasSuffix(Arguments arguments)
    {
        TextArgument target = arguments.Text(0);
        TextArgument suffix = arguments.Text(1);
        return context => target.TryGet(context, out ReadOnlySpan<byte> text) && suffix.TryGet(context, out ReadOnlySpan<byte> end)
            ? OttlValue.Of(text.EndsWith(end))
            : OttlValue.Failed;
    }

    /// <summary>
    /// Counts bytes, as Go does; a part that reaches past the end fails. Where it is to be safe, a character that is cut goes whole.
    /// </summary>
    private static Getter Substring(Arguments arguments)
    {
        TextArgument target = arguments.Text(0);
        TypedArgument start = arguments.Int(1);
        TypedArgument length = arguments.Int(2);
        bool isSafe = arguments.ConstantBool(3, absent: false);
        return context =>
        {
            if (!start.TryGet(context, out OttlValue first) || !length.TryGet(context, out OttlValue count)
                || !target.TryGet(context, out ReadOnlySpan<byte> text))
            {
                return OttlValue.Failed;
            }

            if (first.AsInt < 0 || count.AsInt <= 0 || first.AsInt > text.Length || count.AsInt > text.Length - first.AsInt)
            {
                return context.Fail("the substring reaches outside the string (or its length is not above 0)");
            }

            int from = (int)first.AsInt;
            int end = from + (int)count.AsInt;
            while (isSafe && from < end && (text[from] & 0xC0) == 0x80)
            {
                from++;
            }

            while (isSafe && end > from && end < text.Length && (text[end] & 0xC0) == 0x80)
            {
                end--;
            }

            return OttlValue.Text(text[from..end]);
        };
    }
}
