using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters of lists, and the editors that make them longer and shorter.</summary>
internal static class ListFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of("ContainsValue", [new("target", ParameterKind.List), new("item", ParameterKind.Value)], ContainsValue),
        Function.Of("Index", [new("target", ParameterKind.Value), new("value", ParameterKind.Value)], Index),
        Function.Editing(
            "append",
            [new("target", ParameterKind.Path), new("value", ParameterKind.Value, true), new("values", ParameterKind.Values, true)],
            Append),
        Function.Editing(
            "delete_index",
            [new("target", ParameterKind.Path), new("start_index", ParameterKind.Int), new("end_index", ParameterKind.Int, true)],
            DeleteIndex),
    ];

    /// <summary>Compares as <c>==</c> does.</summary>
    private static Getter ContainsValue(Arguments arguments)
    {
        TypedArgument target = arguments.List(0);
        Expression item = arguments.Value(1);
        return context =>
        {
            if (!target.TryGet(context, out OttlValue list))
            {
                return OttlValue.Failed;
            }

            OttlValue wanted = item.Get(context);
            return wanted.IsFailed ? wanted : OttlValue.Of(IndexOf(list, wanted) >= 0);
        };
    }

    /// <summary>The place of a text in a text, in bytes, or of a value in a list; −1 if it is not there.</summary>
    private static Getter Index(Arguments arguments)
    {
        Expression target = arguments.Value(0);
        Expression item = arguments.Value(1);
        return context =>
        {
            OttlValue source = target.Get(context);
            OttlValue wanted = source.IsFailed ? source : item.Get(context);
            if (wanted.IsFailed)
            {
                return wanted;
            }

            switch (source.Kind)
            {
                case OttlKind.Text when wanted.Kind == OttlKind.Text:
                    return OttlValue.Of((long)source.Content.IndexOf(wanted.Content));
                case OttlKind.Text:
                    return context.Fail("when source is string, value must also be string");
                case OttlKind.List:
                    return OttlValue.Of(IndexOf(source, wanted));
                default:
                    return context.Fail("source must be of type string or slice");
            }
        };
    }

    private static long IndexOf(in OttlValue list, in OttlValue wanted)
    {
        long index = 0;
        foreach (WireValue element in list.Elements())
        {
            if (Comparison.Holds(OttlValue.From(element), CompareOp.Equal, wanted))
            {
                return index;
            }

            index++;
        }

        return -1;
    }

    /// <summary>
    /// A target that is no list becomes the list's first element; one that is not there, an empty list. Elements of a list are appended
    /// each.
    /// </summary>
    private static Editor Append(Arguments arguments)
    {
        PathExpression target = arguments.Path(0);
        Expression[] one = arguments.Has(1) ? [arguments.Value(1)] : [];
        Expression[] values = [.. one, .. arguments.Has(2) ? arguments.Values(2) : []];
        if (!arguments.Has(1) && !arguments.Has(2))
        {
            throw arguments.Error(0, "append needs value or values");
        }

        return context =>
        {
            OttlValue old = target.Get(context);
            if (old.IsFailed || old.Kind is OttlKind.Map)
            {
                return !old.IsFailed && context.FailKind("a list, or a value that is no map,", old.Kind);
            }

            WireBuilder into = context.Builder;
            int mark = into.Mark;
            AppendElements(context, old);
            foreach (Expression value in values)
            {
                OttlValue added = value.Get(context);
                if (added.IsFailed)
                {
                    into.Rewind(mark);
                    return false;
                }

                if (added.IsNil)
                {
                    into.AppendElement(default);
                }

                AppendElements(context, added);
            }

            return target.Set(context, into.TakeList(context, mark));
        };
    }

    private static void AppendElements(OttlContext context, in OttlValue value)
    {
        if (value.Kind == OttlKind.List)
        {
            // Its fields are those of a list already.
            context.Builder.Append(value.Content);
        }
        else if (!value.IsNil)
        {
            context.Builder.AppendElement(value.ToWire(context));
        }
    }

    /// <summary>Removes the elements from start on, up to but without end; one, unless end is told.</summary>
    private static Editor DeleteIndex(Arguments arguments)
    {
        PathExpression target = arguments.Path(0);
        TypedArgument start = arguments.Int(1);
        TypedArgument? end = arguments.Has(2) ? arguments.Int(2) : null;
        return context =>
        {
            OttlValue list = target.Get(context);
            if (list.Kind != OttlKind.List)
            {
                return !list.IsFailed && context.FailKind("a list", list.Kind);
            }

            if (!start.TryGet(context, out OttlValue first))
            {
                return false;
            }

            OttlValue last = OttlValue.Of(first.AsInt + 1);
            if (end is { } given && !given.TryGet(context, out last))
            {
                return false;
            }

            int count = 0;
            WireBuilder into = context.Builder;
            int mark = into.Mark;
            foreach (WireValue element in list.Elements())
            {
                if (count < first.AsInt || count >= last.AsInt)
                {
                    into.AppendElement(element);
                }

                count++;
            }

            bool isAll = first.AsInt == 0 && last.AsInt == count;
            if (!isAll && (first.AsInt < 0 || first.AsInt >= count || last.AsInt < first.AsInt || last.AsInt > count))
            {
                into.Rewind(mark);
                return !context.Fail("the range to delete is out of bounds for the list").IsFailed;
            }

            return target.Set(context, into.TakeList(context, mark));
        };
    }
}
