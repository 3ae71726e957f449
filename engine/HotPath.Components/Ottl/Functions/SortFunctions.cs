using System.Buffers;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Functions;

/// <summary>
/// <c>Sort</c>: numbers as numbers; as soon as a text, flag or empty value is among them, all as texts. The elements themselves stay as
/// they are.
/// </summary>
internal static class SortFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
        [Function.Of("Sort", [new("target", ParameterKind.Value), new("order", ParameterKind.ConstantText, true)], Sort)];

    private static Getter Sort(Arguments arguments)
    {
        TypedArgument target = arguments.List(0);
        bool isDescending = arguments.ConstantText(1, "asc") switch
        {
            "asc" => false,
            "desc" => true,
            string other => throw arguments.Error(1, $"the order is asc or desc, not {other}"),
        };
        return context =>
        {
            if (!target.TryGet(context, out OttlValue list))
            {
                return OttlValue.Failed;
            }

            int count = 0;
            bool isText = false;
            bool isDouble = false;
            foreach (WireValue element in list.Elements())
            {
                count++;
                isDouble |= element.Kind == ValueKind.Double;
                isText |= element.Kind is ValueKind.Text or ValueKind.Bool or ValueKind.Empty;
                if (element.Kind is ValueKind.Map or ValueKind.Array or ValueKind.Bytes)
                {
                    context.FailKind("a list of numbers, strings and bools", OttlValue.From(element).Kind);
                    return OttlValue.Failed;
                }
            }

            SortItem[] items = ArrayPool<SortItem>.Shared.Rent(count);
            int at = 0;
            foreach (WireValue element in list.Elements())
            {
                items[at] = new SortItem(
                    element,
                    isText ? ValueText.Of(context, OttlValue.From(element)) : default,
                    element.Kind == ValueKind.Int ? element.AsInt : element.AsDouble,
                    at);
                at++;
            }

            items.AsSpan(0, count).Sort(isText ? SortItem.ByText : isDouble ? SortItem.ByNumber : SortItem.ByInt);
            WireBuilder into = context.Builder;
            int mark = into.Mark;
            for (int i = 0; i < count; i++)
            {
                into.AppendElement(items[isDescending ? count - 1 - i : i].Value);
            }

            ArrayPool<SortItem>.Shared.Return(items);
            return into.TakeList(context, mark);
        };
    }

    private readonly record struct SortItem(WireValue Value, OttlValue Text, double Number, int Order)
    {
        public static readonly Comparison<SortItem> ByText =
            static (left, right) => Tie(left.Text.Content.SequenceCompareTo(right.Text.Content), left, right);

        public static readonly Comparison<SortItem> ByNumber =
            static (left, right) => Tie(left.Number.CompareTo(right.Number), left, right);

        public static readonly Comparison<SortItem> ByInt =
            static (left, right) => Tie(left.Value.AsInt.CompareTo(right.Value.AsInt), left, right);

        private static int Tie(int order, in SortItem left, in SortItem right) => order != 0 ? order : left.Order.CompareTo(right.Order);
    }
}
