using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Editors that set a value or remove a key.</summary>
internal static class SetFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Editing("set", [new("target", ParameterKind.Path), new("value", ParameterKind.Value)], Set),
        Function.Editing("delete_key", [new("target", ParameterKind.Path), new("key", ParameterKind.ConstantText)], DeleteKey)
            .Reaching(onlyKey: 1),
    ];

    /// <summary>Setting nil does nothing.</summary>
    private static Editor Set(Arguments arguments)
    {
        PathExpression target = arguments.Path(0);
        Expression source = arguments.Value(1);
        return context =>
        {
            OttlValue value = source.Get(context);
            return !value.IsFailed && (value.IsNil || target.Set(context, value));
        };
    }

    private static Editor DeleteKey(Arguments arguments)
    {
        PathExpression target = arguments.Path(0);
        byte[] key = System.Text.Encoding.UTF8.GetBytes(arguments.ConstantText(1));
        return context =>
        {
            if (!target.TryOpenMap(context, out OttlMap map))
            {
                return false;
            }

            map.Remove(key);
            return map.Commit(context);
        };
    }
}
