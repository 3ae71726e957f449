using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Formatting;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>
/// <c>ParseJSON</c>: an object gives a map and an array a list; all numbers are doubles, and of equal keys the last counts.
/// </summary>
internal static class ParseFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } = [Function.Of("ParseJSON", [new("target", ParameterKind.Text)], ParseJson)];

    private static Getter ParseJson(Arguments arguments)
    {
        TextArgument target = arguments.Text(0);
        return context =>
        {
            if (!target.TryGet(context, out ReadOnlySpan<byte> text))
            {
                return OttlValue.Failed;
            }

            ReadOnlySpan<byte> inner = text.TrimStart(" \t\r\n"u8);
            if (inner.IsEmpty || inner[0] is not ((byte)'{' or (byte)'['))
            {
                return context.Fail("the text is neither an object nor an array of JSON");
            }

            WireBuilder into = context.Builder;
            int mark = into.Mark;
            if (!JsonToWire.TryRead(into, inner))
            {
                into.Rewind(mark);
                return context.Fail("the text is not JSON (or nests more than 64 deep)");
            }

            return inner[0] == '{' ? into.TakeMap(context, mark) : into.TakeList(context, mark);
        };
    }
}
