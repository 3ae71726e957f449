using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Functions;

/// <summary>
/// <c>ParseSeverity</c>: the level whose criteria a text or number meets, the levels taken in the order they are written.
/// </summary>
internal static class SeverityFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
        [Function.Of("ParseSeverity", [new("target", ParameterKind.Value), new("severity_mapping", ParameterKind.Map)], ParseSeverity)];

    private static Getter ParseSeverity(Arguments arguments)
    {
        Expression target = arguments.Value(0);
        TypedArgument mapping = arguments.Map(1);
        return context =>
        {
            if (!mapping.TryGet(context, out OttlValue levels))
            {
                return OttlValue.Failed;
            }

            OttlValue value = target.Get(context);
            if (value.Kind is not (OttlKind.Text or OttlKind.Int))
            {
                context.FailKind("a string or an int as log level", value.Kind);
                return OttlValue.Failed;
            }

            foreach (ValuePair level in levels.Pairs())
            {
                if (level.Value.Kind != ValueKind.Array)
                {
                    return context.Fail("the criteria of a level are a list, such as [{\"equals\": [\"inf\"]}, {\"range\": \"2xx\"}]");
                }

                foreach (WireValue criterion in level.Value.Elements())
                {
                    if (criterion.Kind != ValueKind.Map)
                    {
                        return context.Fail("a criterion is a map, {\"equals\": […]} or {\"range\": …}");
                    }

                    bool? isMet = Meets(context, value, criterion);
                    if (isMet != false)
                    {
                        return isMet is null ? OttlValue.Failed : OttlValue.Text(level.Key);
                    }
                }
            }

            return context.Fail("no matching log level found");
        };
    }

    /// <summary>Null = the criterion can't be used, and the context says why.</summary>
    private static bool? Meets(OttlContext context, in OttlValue value, in WireValue criterion)
    {
        if (value.Kind == OttlKind.Text)
        {
            if (ValueEquality.TryFind(criterion, "equals"u8, out WireValue texts))
            {
                foreach (WireValue text in texts.Elements())
                {
                    if (text.Kind == ValueKind.Text && text.Content.SequenceEqual(value.Content))
                    {
                        return true;
                    }
                }
            }

            return false;
        }

        return ValueEquality.TryFind(criterion, "range"u8, out WireValue range) ? IsWithin(context, value.AsInt, range) : false;
    }

    private static bool? IsWithin(OttlContext context, long number, in WireValue range)
    {
        if (range.Kind == ValueKind.Text)
        {
            ReadOnlySpan<byte> name = range.Content;
            if (name.Length != 3 || name[0] is < (byte)'2' or > (byte)'5' || !name[1..].SequenceEqual("xx"u8))
            {
                context.Fail("a range by name is 2xx, 3xx, 4xx or 5xx");
                return null;
            }

            return number / 100 == name[0] - '0';
        }

        if (!ValueEquality.TryFind(range, "min"u8, out WireValue least) || !ValueEquality.TryFind(range, "max"u8, out WireValue most)
            || least.Kind != ValueKind.Int || most.Kind != ValueKind.Int)
        {
            context.Fail("a range has a min and a max, both ints");
            return null;
        }

        return number >= least.AsInt && number <= most.AsInt;
    }
}
