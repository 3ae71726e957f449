using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Formatting;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters to numbers and flags, and what is reckoned with them.</summary>
internal static class NumberFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of("Int", [new("target", ParameterKind.Value)], Int),
        Function.Of("Double", [new("target", ParameterKind.Value)], Double),
        Function.Of("Bool", [new("target", ParameterKind.Value)], Bool),
        Function.Of("Log", [new("target", ParameterKind.Value)], Log),
        Function.Of("ParseInt", [new("target", ParameterKind.Text), new("base", ParameterKind.Int)], ParseInt),
        Function.Of("IsValidLuhn", [new("target", ParameterKind.TextLike)], IsValidLuhn),
    ];

    /// <summary>Doubles lose their fraction; text is read in decimal, and what can't be read is nil.</summary>
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
                    return OttlValue.Of(GoNumber.Truncate(value.AsDouble));
                case OttlKind.Text:
                    return GoNumber.TryParseInt(value.Content, 10, out long number) ? OttlValue.Of(number) : OttlValue.Nil;
                default:
                    context.FailKind("a value that an int can be made of", value.Kind);
                    return OttlValue.Failed;
            }
        };
    }

    /// <summary>Text that can't be read fails.</summary>
    private static Getter Double(Arguments arguments)
    {
        Expression target = arguments.Value(0);
        return context => AsDouble(context, target.Get(context));
    }

    private static OttlValue AsDouble(OttlContext context, in OttlValue value)
    {
        switch (value.Kind)
        {
            case OttlKind.Double or OttlKind.Nil or OttlKind.Failed:
                return value;
            case OttlKind.Bool:
                return OttlValue.Of(value.AsBool ? 1.0 : 0.0);
            case OttlKind.Int:
                return OttlValue.Of((double)value.AsInt);
            case OttlKind.Text:
                return GoNumber.TryParseDouble(value.Content, out double number)
                    ? OttlValue.Of(number)
                    : context.Fail("the text is no number, or one that a double can't hold");
            default:
                context.FailKind("a value that a double can be made of", value.Kind);
                return OttlValue.Failed;
        }
    }

    /// <summary>Numbers are true unless they are 0; text is read as Go reads flags, and what can't be read fails.</summary>
    private static Getter Bool(Arguments arguments)
    {
        Expression target = arguments.Value(0);
        return context =>
        {
            OttlValue value = target.Get(context);
            switch (value.Kind)
            {
                case OttlKind.Bool or OttlKind.Nil or OttlKind.Failed:
                    return value;
                case OttlKind.Int:
                    return OttlValue.Of(value.AsInt != 0);
                case OttlKind.Double:
                    return OttlValue.Of(value.AsDouble != 0);
                case OttlKind.Text:
                    return GoNumber.TryParseBool(value.Content, out bool flag) ? OttlValue.Of(flag) : context.Fail("the text is no bool");
                default:
                    context.FailKind("a value that a bool can be made of", value.Kind);
                    return OttlValue.Failed;
            }
        };
    }

    /// <summary>The natural logarithm.</summary>
    private static Getter Log(Arguments arguments)
    {
        Expression target = arguments.Value(0);
        return context =>
        {
            OttlValue number = AsDouble(context, target.Get(context));
            if (number.Kind != OttlKind.Double)
            {
                context.FailKind("a number", number.Kind);
                return OttlValue.Failed;
            }

            return number.AsDouble > 0 ? OttlValue.Of(Math.Log(number.AsDouble)) : context.Fail("a logarithm is taken of numbers above 0");
        };
    }

    private static Getter ParseInt(Arguments arguments)
    {
        TextArgument target = arguments.Text(0);
        TypedArgument numberBase = arguments.Int(1);
        return context =>
        {
            if (!target.TryGet(context, out ReadOnlySpan<byte> text) || !numberBase.TryGet(context, out OttlValue given))
            {
                return OttlValue.Failed;
            }

            if (text.IsEmpty || given.AsInt is < 0 or 1 or > 36)
            {
                return context.Fail(text.IsEmpty ? "invalid target value: it is empty" : "the base is 0 or 2 to 36");
            }

            return GoNumber.TryParseInt(text, (int)given.AsInt, out long number)
                ? OttlValue.Of(number)
                : context.Fail("the text is no int of this base, or one that 64 bits can't hold");
        };
    }

    private static Getter IsValidLuhn(Arguments arguments)
    {
        TextLikeArgument target = arguments.TextLike(0);
        return context =>
        {
            if (!target.TryGet(context, out OttlValue text))
            {
                return OttlValue.Failed;
            }

            if (text.IsNil)
            {
                return context.Fail("invalid input: <nil>");
            }

            int sum = 0;
            int digits = 0;
            for (int i = text.Content.Length - 1; i >= 0; i--)
            {
                byte one = text.Content[i];
                if (one == ' ')
                {
                    continue;
                }

                if (!char.IsAsciiDigit((char)one))
                {
                    return context.Fail("the number holds something other than digits");
                }

                int value = (one - '0') << (digits % 2);
                sum += value > 9 ? value - 9 : value;
                digits++;
            }

            return OttlValue.Of(digits > 0 && sum % 10 == 0);
        };
    }
}
