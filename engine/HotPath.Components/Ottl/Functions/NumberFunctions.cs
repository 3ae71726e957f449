using System.Globalization;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters to numbers. Text that is no number, and what is neither number, flag nor text, gives nil or fails as the Collector's do.</summary>
internal static class NumberFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of("Int", [new("target", ParameterKind.Value)], Int),
        Function.Of("Double", [new("target", ParameterKind.Value)], Double),
    ];

    /// <summary>Doubles lose their fraction; text is read in decimal.</summary>
    private static Getter Int(Arguments arguments)
    {
        Expression target = arguments.Value(0);
        return context =>
        {
            OttlValue value = target.Get(context);
            switch (value.Kind)
            {
                case OttlKind.Int or OttlKind.Nil or OttlKind.Failed:
                    return value;
                case OttlKind.Bool:
                    return OttlValue.Of(value.AsBool ? 1L : 0L);
                case OttlKind.Double:
                    return OttlValue.Of((long)value.AsDouble);
                case OttlKind.Text:
                    return long.TryParse(value.Content, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                        ? OttlValue.Of(number)
                        : OttlValue.Nil;
                default:
                    context.FailKind("a value that an int can be made of", value.Kind);
                    return OttlValue.Failed;
            }
        };
    }

    private static Getter Double(Arguments arguments)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        Expression target = arguments.Value(0);
        return context =>
        {
            OttlValue value = target.Get(context);
            switch (value.Kind)
            {
                case OttlKind.Double or OttlKind.Nil or OttlKind.Failed:
                    return value;
                case OttlKind.Bool:
                    return OttlValue.Of(value.AsBool ? 1.0 : 0.0);
                case OttlKind.Int:
                    return OttlValue.Of((double)value.AsInt);
                case OttlKind.Text:
                    return double.TryParse(value.Content, Style, CultureInfo.InvariantCulture, out double number)
                        ? OttlValue.Of(number)
                        : OttlValue.Nil;
                default:
                    context.FailKind("a value that a double can be made of", value.Kind);
                    return OttlValue.Failed;
            }
        };
    }
}
