using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters of lists.</summary>
internal static class ListFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of("ContainsValue", [new("target", ParameterKind.List), new("item", ParameterKind.Value)], ContainsValue),
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
            if (wanted.IsFailed)
            {
                return wanted;
            }

            foreach (WireValue element in list.Elements())
            {
                if (Comparison.Holds(OttlValue.From(element), CompareOp.Equal, wanted))
                {
                    return OttlValue.Of(true);
                }
            }

            return OttlValue.Of(false);
        };
    }
}
