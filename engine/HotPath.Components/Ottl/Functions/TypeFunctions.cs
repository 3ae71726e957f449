using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Paths;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters that tell what a value is, and how long.</summary>
internal static class TypeFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Is("IsString", OttlKind.Text),
        Is("IsInt", OttlKind.Int),
        Is("IsDouble", OttlKind.Double),
        Is("IsBool", OttlKind.Bool),
        Is("IsMap", OttlKind.Map),
        Is("IsList", OttlKind.List),
        Function.Of("Len", [new("target", ParameterKind.Value)], Len),
    ];

    private static Function Is(string name, OttlKind kind) => Function.Of(name, [new("target", ParameterKind.Value)], arguments =>
    {
        Expression target = arguments.Value(0);
        return context =>
        {
            OttlValue value = target.Get(context);
            return value.IsFailed ? value : OttlValue.Of(value.Kind == kind);
        };
    });

    /// <summary>Bytes of a text, elements of a list, pairs of a map.</summary>
    private static Getter Len(Arguments arguments)
    {
        Expression target = arguments.Value(0);
        if (target is ChildrenPath children)
        {
            // They need not be put together to be counted.
            return context => OttlValue.Of(children.Count(context));
        }

        return context =>
        {
            OttlValue value = target.Get(context);
            long count = 0;
            switch (value.Kind)
            {
                case OttlKind.Text or OttlKind.Bytes:
                    return OttlValue.Of((long)value.Content.Length);
                case OttlKind.List:
                    foreach (WireValue _ in value.Elements())
                    {
                        count++;
                    }

                    return OttlValue.Of(count);
                case OttlKind.Map:
                    foreach (ValuePair _ in value.Pairs())
                    {
                        count++;
                    }

                    return OttlValue.Of(count);
                default:
                    context.FailKind("a string, list or map", value.Kind);
                    return OttlValue.Failed;
            }
        };
    }
}
