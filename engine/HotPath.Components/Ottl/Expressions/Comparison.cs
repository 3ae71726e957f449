using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Expressions;

/// <summary>
/// Compares two values as the Collector does: ints and doubles mix, as doubles; nil equals nil only; times, durations, texts, bytes and
/// flags (false below true) order among themselves; lists, maps and ids are equal or not. All else is "not equal": only <c>!=</c> holds.
/// </summary>
internal static class Comparison
{
    /// <summary>True if the comparison holds.</summary>
    public static bool Holds(in OttlValue left, CompareOp op, in OttlValue right)
    {
        if (left.Kind != right.Kind)
        {
            return Mixed(left, op, right);
        }

        switch (left.Kind)
        {
            case OttlKind.Nil:
                return op is CompareOp.Equal or CompareOp.LessOrEqual or CompareOp.GreaterOrEqual;
            case OttlKind.Bool or OttlKind.Int or OttlKind.Time or OttlKind.Duration:
                return OfOrder(left.AsInt.CompareTo(right.AsInt), op);
            case OttlKind.Double:
                return OfDoubles(left.AsDouble, op, right.AsDouble);
            case OttlKind.Text or OttlKind.Bytes:
                return op switch
                {
                    CompareOp.Equal => left.Content.SequenceEqual(right.Content),
                    CompareOp.NotEqual => !left.Content.SequenceEqual(right.Content),
                    _ => OfOrder(left.Content.SequenceCompareTo(right.Content), op),
                };
            case OttlKind.TraceId or OttlKind.SpanId:
                return OfEquality(left.Content.SequenceEqual(right.Content), op);
            case OttlKind.List or OttlKind.Map:
                return op is CompareOp.Equal or CompareOp.NotEqual && OfEquality(left.EqualsStored(right), op);
            default:
                return op == CompareOp.NotEqual;
        }
    }

    private static bool Mixed(in OttlValue left, CompareOp op, in OttlValue right)
    {
        if (left.Kind == OttlKind.Int && right.Kind == OttlKind.Double)
        {
            return OfDoubles(left.AsInt, op, right.AsDouble);
        }

        return left.Kind == OttlKind.Double && right.Kind == OttlKind.Int
            ? OfDoubles(left.AsDouble, op, right.AsInt)
            : op == CompareOp.NotEqual;
    }

    private static bool OfEquality(bool isEqual, CompareOp op) => op switch
    {
        CompareOp.Equal => isEqual,
        CompareOp.NotEqual => !isEqual,
        _ => false,
    };

    private static bool OfOrder(int order, CompareOp op) => op switch
    {
        CompareOp.Equal => order == 0,
        CompareOp.NotEqual => order != 0,
        CompareOp.Less => order < 0,
        CompareOp.LessOrEqual => order <= 0,
        CompareOp.Greater => order > 0,
        _ => order >= 0,
    };

    // Not by CompareTo: a NaN is neither below, above nor equal to anything.
    private static bool OfDoubles(double left, CompareOp op, double right) => op switch
    {
        CompareOp.Equal => left == right,
        CompareOp.NotEqual => left != right,
        CompareOp.Less => left < right,
        CompareOp.LessOrEqual => left <= right,
        CompareOp.Greater => left > right,
        _ => left >= right,
    };
}
