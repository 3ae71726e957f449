using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters about what is there and what is not.</summary>
internal static class ChoiceFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of("Coalesce", [new("values", ParameterKind.Values)], Coalesce),
        Function.Of("IsEmpty", [new("value", ParameterKind.Value)], IsEmpty),
    ];

    /// <summary>The first value that is not nil; nil if all are.</summary>
    private static Getter Coalesce(Arguments arguments)
    {
        Expression[] values = arguments.Values(0);
        if (values.Length == 0)
        {
            throw arguments.Error(0, "Coalesce needs at least one value");
        }

        return context =>
        {
            foreach (Expression one in values)
            {
                OttlValue value = one.Get(context);
                if (!value.IsNil)
                {
                    return value;
                }
            }

            return OttlValue.Nil;
        };
    }

    /// <summary>Nil, nothing in it, or the zero of its kind.</summary>
    private static Getter IsEmpty(Arguments arguments)
    {
        Expression target = arguments.Value(0);
        return context =>
        {
            OttlValue value = target.Get(context);
            return value.Kind switch
            {
                OttlKind.Failed => value,
                OttlKind.Nil => OttlValue.Of(true),
                OttlKind.Double => OttlValue.Of(value.AsDouble == 0),
                OttlKind.Bool or OttlKind.Int or OttlKind.Duration => OttlValue.Of(value.AsInt == 0),
                OttlKind.Time => OttlValue.Of(false),
                OttlKind.TraceId or OttlKind.SpanId => OttlValue.Of(!value.Content.ContainsAnyExcept((byte)0)),
                _ => OttlValue.Of(value.Content.IsEmpty),
            };
        };
    }
}
