using System.Text;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters of a text's case. Snake and camel case change ASCII letters only, as the Collector's do.</summary>
internal static class CaseFunctions
{
    private delegate OttlValue Change(OttlContext context, ReadOnlySpan<byte> text);

    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of("ConvertCase", [new("target", ParameterKind.Text), new("to_case", ParameterKind.ConstantText)], ConvertCase),
        Function.Of("ToUpperCase", [new("target", ParameterKind.Text)], a => Changed(a, Upper)),
        Function.Of("ToLowerCase", [new("target", ParameterKind.Text)], a => Changed(a, Lower)),
        Function.Of("ToSnakeCase", [new("target", ParameterKind.Text)], a => Changed(a, Snake)),
        Function.Of("ToCamelCase", [new("target", ParameterKind.Text)], a => Changed(a, Camel)),
    ];

    private static Getter ConvertCase(Arguments arguments) => Changed(arguments, arguments.ConstantText(1) switch
    {
        "upper" => Upper,
        "lower" => Lower,
        "snake" => Snake,
        "camel" => Camel,
        string other => throw arguments.Error(1, $"the case is upper, lower, snake or camel, not {other}"),
    });

    private static Getter Changed(Arguments arguments, Change change)
    {
        TextArgument target = arguments.Text(0);
        return context => target.TryGet(context, out ReadOnlySpan<byte> text) ? change(context, text) : OttlValue.Failed;
    }

    private static OttlValue Upper(OttlContext context, ReadOnlySpan<byte> text) => ByRune(context, text, Rune.ToUpperInvariant);

    private static OttlValue Lower(OttlContext context, ReadOnlySpan<byte> text) => ByRune(context, text, Rune.ToLowerInvariant);

    private static OttlValue ByRune(OttlContext context, ReadOnlySpan<byte> text, Func<Rune, Rune> change)
    {
        WireBuilder into = context.Builder;
        int mark = into.Mark;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out Rune rune, out int length);
            text = text[length..];
            into.Advance(change(rune).EncodeToUtf8(into.GetSpan(4)));
        }

        return into.TakeText(context, mark);
    }

    /// <summary>
    /// Words end where lower case turns to upper, before the last capital of an acronym, at digits, and at space, _, - and dot.
    /// </summary>
    private static OttlValue Snake(OttlContext context, ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\r\n"u8);
        Span<byte> into = context.Request.Scratch(text.Length * 2);
        int at = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char now = (char)text[i];
            char next = i + 1 < text.Length ? (char)text[i + 1] : '\0';
            bool turns = Class(now) != 0 && Class(next) != 0 && Class(now) != Class(next);
            if (turns && char.IsAsciiLetterUpper(now) && char.IsAsciiLetterLower(next) && i > 0
                && char.IsAsciiLetterUpper((char)text[i - 1]))
            {
                into[at++] = (byte)'_';
            }

            into[at++] = now is ' ' or '-' or '.' ? (byte)'_' : (byte)(char.IsAsciiLetterUpper(now) ? now | 0x20 : now);
            if (turns && (!char.IsAsciiLetterUpper(now) || char.IsAsciiDigit(next)))
            {
                into[at++] = (byte)'_';
            }
        }

        return OttlValue.Text(into[..at]);
    }

    /// <summary>The first letter of a word is upper case, and a capital behind a capital is lower case.</summary>
    private static OttlValue Camel(OttlContext context, ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\r\n"u8);
        Span<byte> into = context.Request.Scratch(text.Length);
        int at = 0;
        bool isFirst = true;
        bool isBehindCapital = false;
        foreach (byte one in text)
        {
            char now = (char)one;
            bool isCapital = char.IsAsciiLetterUpper(now);
            if (char.IsAsciiLetter(now))
            {
                into[at++] = (byte)(isFirst ? now & ~0x20 : isBehindCapital && isCapital ? now | 0x20 : now);
                isFirst = false;
            }
            else if (char.IsAsciiDigit(now))
            {
                into[at++] = one;
                isFirst = true;
            }
            else
            {
                isFirst = now is '_' or ' ' or '-' or '.';
            }

            isBehindCapital = isCapital;
        }

        return OttlValue.Text(into[..at]);
    }

    private static int Class(char c) => char.IsAsciiLetterUpper(c) ? 1 : char.IsAsciiLetterLower(c) ? 2 : char.IsAsciiDigit(c) ? 3 : 0;
}
