using System.Text;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Patterns;
using HotPath.Components.Ottl.Runtime;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Editors that remove the pairs of a map by their keys.</summary>
internal static class KeyFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Editing(
            "delete_matching_keys", [new("target", ParameterKind.Path), new("pattern", ParameterKind.ConstantText)],
            a => ByPattern(a, false)),
        Function.Editing(
            "keep_matching_keys", [new("target", ParameterKind.Path), new("pattern", ParameterKind.ConstantText)], a => ByPattern(a, true)),
        Function.Editing("keep_keys", [new("target", ParameterKind.Path), new("keys", ParameterKind.ConstantTexts)], KeepKeys),
        Function.Editing(
            "limit",
            [new("target", ParameterKind.Path), new("limit", ParameterKind.ConstantInt), new("priority_keys", ParameterKind.ConstantTexts)],
            Limit),
    ];

    private static Editor ByPattern(Arguments arguments, bool isKept)
    {
        PathExpression target = arguments.Path(0);
        Pattern pattern = arguments.Pattern(1);
        return context =>
        {
            if (!target.TryOpenMap(context, out OttlMap map))
            {
                return false;
            }

            for (int place = 0; place < map.Places; place++)
            {
                if (!map.IsRemoved(place) && pattern.IsMatch(context.Texts, map.KeyAt(place)) != isKept)
                {
                    map.RemoveAt(place);
                }
            }

            return map.Commit(context);
        };
    }

    private static Editor KeepKeys(Arguments arguments)
    {
        PathExpression target = arguments.Path(0);
        byte[][] keys = KeysOf(arguments, 1);
        return context =>
        {
            if (!target.TryOpenMap(context, out OttlMap map))
            {
                return false;
            }

            for (int place = 0; place < map.Places; place++)
            {
                if (!map.IsRemoved(place) && !Has(keys, map.KeyAt(place)))
                {
                    map.RemoveAt(place);
                }
            }

            return map.Commit(context);
        };
    }

    /// <summary>Keeps the priority keys that are there, then the first others, up to the limit.</summary>
    private static Editor Limit(Arguments arguments)
    {
        PathExpression target = arguments.Path(0);
        long limit = arguments.ConstantInt(1);
        byte[][] keys = KeysOf(arguments, 2);
        if (limit < keys.Length)
        {
            throw arguments.Error(1, $"the limit of {limit} is below 0 or below the number of priority keys, {keys.Length}");
        }

        return context =>
        {
            if (!target.TryOpenMap(context, out OttlMap map))
            {
                return false;
            }

            long others = limit;
            for (int place = 0; place < map.Places; place++)
            {
                others -= !map.IsRemoved(place) && Has(keys, map.KeyAt(place)) ? 1 : 0;
            }

            for (int place = 0; place < map.Places; place++)
            {
                if (!map.IsRemoved(place) && !Has(keys, map.KeyAt(place)) && --others < 0)
                {
                    map.RemoveAt(place);
                }
            }

            return map.Commit(context);
        };
    }

    private static byte[][] KeysOf(Arguments arguments, int index) => [.. arguments.ConstantTexts(index).Select(Encoding.UTF8.GetBytes)];

    private static bool Has(byte[][] keys, ReadOnlySpan<byte> key)
    {
        foreach (byte[] one in keys)
        {
            if (key.SequenceEqual(one))
            {
                return true;
            }
        }

        return false;
    }
}
