using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Expressions;

/// <summary>
/// <c>+ - * /</c>. Ints stay ints and wrap around, as Go's do; an int with a double is a double; times and durations add and subtract.
/// Dividing by
/// zero fails, doubles too.
/// </summary>
internal sealed class Arithmetic(Expression left, char op, Expression right) : Expression
{
    /// <inheritdoc/>
    public override OttlValue Get(OttlContext context)
    {
        OttlValue a = left.Get(context);
        if (a.IsFailed)
        {
            return a;
        }

        OttlValue b = right.Get(context);
        if (b.IsFailed)
        {
            return b;
        }

        return (a.Kind, b.Kind) switch
        {
            (OttlKind.Int, OttlKind.Int) => OfInts(context, a.AsInt, b.AsInt),
            (OttlKind.Int, OttlKind.Double) => OfDoubles(context, a.AsInt, b.AsDouble),
            (OttlKind.Double, OttlKind.Int) => OfDoubles(context, a.AsDouble, b.AsInt),
            (OttlKind.Double, OttlKind.Double) => OfDoubles(context, a.AsDouble, b.AsDouble),
            (OttlKind.Time, OttlKind.Duration) or (OttlKind.Duration, OttlKind.Time) when op == '+' =>
                OttlValue.Time(a.AsInt + b.AsInt, a.UtcOffset + b.UtcOffset),
            (OttlKind.Time, OttlKind.Duration) when op == '-' => OttlValue.Time(a.AsInt - b.AsInt, a.UtcOffset),
            (OttlKind.Time, OttlKind.Time) when op == '-' => OttlValue.Duration(a.AsInt - b.AsInt),
            (OttlKind.Duration, OttlKind.Duration) when op == '+' => OttlValue.Duration(a.AsInt + b.AsInt),
            (OttlKind.Duration, OttlKind.Duration) when op == '-' => OttlValue.Duration(a.AsInt - b.AsInt),
            _ => Mismatch(context, a.Kind, b.Kind),
        };
    }

    private static OttlValue Mismatch(OttlContext context, OttlKind left, OttlKind right)
    {
        bool isLeftFine = left is OttlKind.Int or OttlKind.Double or OttlKind.Time or OttlKind.Duration;
        context.FailKind("numbers, or times and durations that go together,", isLeftFine ? right : left);
        return OttlValue.Failed;
    }

    private OttlValue OfInts(OttlContext context, long a, long b) => op switch
    {
        '+' => OttlValue.Of(unchecked(a + b)),
        '-' => OttlValue.Of(unchecked(a - b)),
        '*' => OttlValue.Of(unchecked(a * b)),
        _ when b == 0 => context.Fail("attempted to divide by 0"),
        _ => OttlValue.Of(b == -1 ? unchecked(-a) : a / b),
    };

    private OttlValue OfDoubles(OttlContext context, double a, double b) => op switch
    {
        '+' => OttlValue.Of(a + b),
        '-' => OttlValue.Of(a - b),
        '*' => OttlValue.Of(a * b),
        _ when b == 0 => context.Fail("attempted to divide by 0"),
        _ => OttlValue.Of(a / b),
    };
}
