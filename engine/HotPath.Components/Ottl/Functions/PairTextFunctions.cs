using System.Text;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters between maps and texts of keys and values.</summary>
internal static class PairTextFunctions
{
    private static readonly Parameter Delimiter = new("delimiter", ParameterKind.ConstantText, true);
    private static readonly Parameter PairDelimiter = new("pair_delimiter", ParameterKind.ConstantText, true);

    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of("ParseKeyValue", [new("target", ParameterKind.Text), Delimiter, PairDelimiter], Parse),
        Function.Of(
            "ToKeyValueString",
            [new("target", ParameterKind.Map), Delimiter, PairDelimiter, new("sort_output", ParameterKind.ConstantBool, true)],
            Write),
    ];

    private static (byte[] Inner, byte[] Outer) DelimitersOf(Arguments arguments)
    {
        string inner = arguments.ConstantText(1, "=");
        string outer = arguments.ConstantText(2, " ");
        if (inner.Length == 0 || outer.Length == 0)
        {
            throw arguments.Error(inner.Length == 0 ? 1 : 2, "a delimiter can't be empty");
        }

        return inner != outer
            ? (Encoding.UTF8.GetBytes(inner), Encoding.UTF8.GetBytes(outer))
            : throw arguments.Error(2, $"the delimiter of pairs can't be the delimiter of keys and values, {inner}");
    }

    /// <summary>Quotes, single and double, hold delimiters of pairs, and fall away; of equal keys the last counts.</summary>
    private static Getter Parse(Arguments arguments)
    {
        TextArgument target = arguments.Text(0);
        (byte[] inner, byte[] outer) = DelimitersOf(arguments);
        return context =>
        {
            if (!target.TryGet(context, out ReadOnlySpan<byte> text))
            {
                return OttlValue.Failed;
            }

            if (text.IsEmpty)
            {
                return context.Fail("cannot parse from empty target");
            }

            WireBuilder into = context.Builder;
            int mark = into.Mark;
            Span<byte> piece = context.Request.Scratch(text.Length);
            int at = 0;
            while (TryPiece(text, outer, ref at, piece, out int length))
            {
                if (length < 0)
                {
                    into.Rewind(mark);
                    return context.Fail("never reached the end of a quoted value");
                }

                int split = piece[..length].IndexOf(inner);
                if (split < 0)
                {
                    into.Rewind(mark);
                    return context.Fail("a pair has no delimiter between key and value");
                }

                into.AppendPair(Trimmed(piece[..split]), Trimmed(piece[(split + inner.Length)..length]));
            }

            into.KeepLastPairs(mark);
            return into.TakeMap(context, mark);
        };
    }

    /// <summary>
    /// Copies the next piece that is not empty, its quotes left out; a length below 0 = a quote is not closed. False = no more.
    /// </summary>
    private static bool TryPiece(ReadOnlySpan<byte> text, byte[] delimiter, ref int at, Span<byte> piece, out int length)
    {
        length = 0;
        byte quote = 0;
        while (at < text.Length)
        {
            byte one = text[at];
            if (quote == 0 && text[at..].StartsWith(delimiter))
            {
                at += delimiter.Length;
                if (length > 0)
                {
                    return true;
                }

                continue;
            }

            at++;
            if (quote == 0 ? one is (byte)'"' or (byte)'\'' : one == quote)
            {
                quote = quote == 0 ? one : (byte)0;
                continue;
            }

            piece[length++] = one;
        }

        bool isOpen = quote != 0;
        bool isAny = isOpen || length > 0;
        length = isOpen ? -1 : length;
        return isAny;
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n\f\v"u8);

    private static Getter Write(Arguments arguments)
    {
        TypedArgument target = arguments.Map(0);
        (byte[] inner, byte[] outer) = DelimitersOf(arguments);
        bool isSorted = arguments.ConstantBool(3, absent: false);
        return context =>
        {
            if (!target.TryGet(context, out OttlValue map))
            {
                return OttlValue.Failed;
            }

            WireBuilder into = context.Builder;
            int mark = into.Mark;
            if (!isSorted)
            {
                foreach (ValuePair pair in map.Pairs())
                {
                    Append(context, mark, pair, inner, outer);
                }

                return into.TakeText(context, mark);
            }

            SortedPairs pairs = SortedPairs.Rent(map.ToWire(context));
            for (int i = 0; i < pairs.Count; i++)
            {
                Append(context, mark, pairs[i], inner, outer);
            }

            pairs.Return();
            return into.TakeText(context, mark);
        };
    }

    private static void Append(OttlContext context, int mark, in ValuePair pair, byte[] inner, byte[] outer)
    {
        OttlValue text = ValueText.Of(context, OttlValue.From(pair.Value));
        context.Builder.Append(context.Builder.Mark > mark ? outer : []);
        AppendQuoted(context.Builder, pair.Key, inner, outer);
        context.Builder.Append(inner);
        AppendQuoted(context.Builder, text.Content, inner, outer);
    }

    /// <summary>Quotes within are escaped; what holds a delimiter is quoted.</summary>
    private static void AppendQuoted(WireBuilder into, ReadOnlySpan<byte> text, byte[] inner, byte[] outer)
    {
        int start = into.Mark;
        while (text.IndexOf((byte)'"') is int quote and >= 0)
        {
            into.Append(text[..quote]);
            into.Append("\\\""u8);
            text = text[(quote + 1)..];
        }

        into.Append(text);
        if (into.Since(start).IndexOf(inner) >= 0 || into.Since(start).IndexOf(outer) >= 0)
        {
            into.Insert(start, 1, (byte)'"');
            into.Append((byte)'"');
        }
    }
}
