using System.Text;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Formatting;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary><c>ParseCSV</c>: a row's fields under the names of a header.</summary>
internal static class CsvFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of(
            "ParseCSV",
            [
                new("target", ParameterKind.Text),
                new("header", ParameterKind.Text),
                new("delimiter", ParameterKind.ConstantText, true),
                new("header_delimiter", ParameterKind.ConstantText, true),
                new("mode", ParameterKind.ConstantText, true),
            ],
            Parse),
    ];

    private static Getter Parse(Arguments arguments)
    {
        TextArgument target = arguments.Text(0);
        TextArgument header = arguments.Text(1);
        byte[] delimiter = DelimiterOf(arguments, 2, ",");
        byte[] headerDelimiter = DelimiterOf(arguments, 3, Encoding.UTF8.GetString(delimiter));
        CsvQuotes quotes = arguments.ConstantText(4, "strict") switch
        {
            "strict" => CsvQuotes.Strict,
            "lazyQuotes" => CsvQuotes.Lazy,
            "ignoreQuotes" => CsvQuotes.Ignored,
            string other => throw arguments.Error(4, $"the mode is strict, lazyQuotes or ignoreQuotes, not {other}"),
        };
        return context =>
        {
            if (!target.TryGet(context, out ReadOnlySpan<byte> row) || !header.TryGet(context, out ReadOnlySpan<byte> names))
            {
                return OttlValue.Failed;
            }

            if (names.IsEmpty)
            {
                return context.Fail("headers must not be an empty string");
            }

            WireBuilder into = context.Builder;
            int mark = into.Mark;
            string? fault = new CsvRow(into, row, names, delimiter, headerDelimiter, quotes).Read();
            if (fault is not null)
            {
                into.Rewind(mark);
                return context.Fail(fault);
            }

            into.KeepLastPairs(mark);
            return into.TakeMap(context, mark);
        };
    }

    private static byte[] DelimiterOf(Arguments arguments, int index, string absent)
    {
        string delimiter = arguments.ConstantText(index, absent);
        return delimiter.EnumerateRunes().Count() == 1
            ? Encoding.UTF8.GetBytes(delimiter)
            : throw arguments.Error(index, "a delimiter is a single character");
    }
}
