using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Patterns;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Core.Index;

namespace HotPath.Components.Ottl.Functions;

/// <summary>
/// Editors that replace what matches a pattern, or a whole string that matches a glob. Values that are no strings stay as they are.
/// </summary>
internal static class ReplaceFunctions
{
    private static readonly Parameter Target = new("target", ParameterKind.Path);
    private static readonly Parameter Text = new("pattern", ParameterKind.ConstantText);

    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Editing("replace_match", [Target, Text, .. Replacement.Parameters], a => One(a, isGlob: true)),
        Function.Editing(
            "replace_pattern", [Target, new("regex", ParameterKind.ConstantText), .. Replacement.Parameters], a => One(a, isGlob: false)),
        Function.Editing("replace_all_matches", [Target, Text, .. Replacement.Parameters], AllMatches),
        Function.Editing(
            "replace_all_patterns",
            [Target, new("mode", ParameterKind.ConstantText), new("regex", ParameterKind.ConstantText), .. Replacement.Parameters],
            AllPatterns),
    ];

    private static Editor One(Arguments arguments, bool isGlob)
    {
        PathExpression target = arguments.Path(0);
        Pattern pattern = isGlob ? GlobOf(arguments, 1) : arguments.Pattern(1);
        var replacement = new Replacement(arguments, 2);
        return context =>
        {
            OttlValue value = target.Get(context);
            if (value.Kind != OttlKind.Text)
            {
                return !value.IsFailed;
            }

            OttlValue replaced = Replaced(context, pattern, replacement, isGlob, value.Content);
            return replaced.IsNil || (!replaced.IsFailed && target.Set(context, replaced));
        };
    }

    private static Editor AllMatches(Arguments arguments) =>
        Values(arguments.Path(0), GlobOf(arguments, 1), new Replacement(arguments, 2), isGlob: true);

    private static Editor AllPatterns(Arguments arguments)
    {
        PathExpression target = arguments.Path(0);
        Pattern pattern = arguments.Pattern(2);
        var replacement = new Replacement(arguments, 3);
        string mode = arguments.ConstantText(1);
        return mode switch
        {
            "value" => Values(target, pattern, replacement, isGlob: false),
            "key" => Keys(target, pattern, replacement),
            _ => throw arguments.Error(1, $"the mode is key or value, not {mode}"),
        };
    }

    private static Editor Values(PathExpression target, Pattern pattern, Replacement replacement, bool isGlob) => context =>
    {
        if (!target.TryOpenMap(context, out OttlMap map))
        {
            return false;
        }

        for (int place = 0; place < map.Places; place++)
        {
            if (map.IsRemoved(place) || map.ValueAt(place) is not { Kind: ValueKind.Text } text)
            {
                continue;
            }

            OttlValue replaced = Replaced(context, pattern, replacement, isGlob, text.Content);
            if (replaced.IsFailed)
            {
                return false;
            }

            if (!replaced.IsNil)
            {
                map.ReplaceAt(place, replaced.ToWire(context));
            }
        }

        return map.Commit(context);
    };

    /// <summary>If a key matches, the pairs are put anew: of keys that are equal now, the later wins.</summary>
    private static Editor Keys(PathExpression target, Pattern pattern, Replacement replacement) => context =>
    {
        if (!target.TryOpenMap(context, out OttlMap map))
        {
            return false;
        }

        int old = map.Places;
        bool isChanged = false;
        for (int place = 0; place < old && !isChanged; place++)
        {
            isChanged = !map.IsRemoved(place) && pattern.IsMatch(context.Texts, map.KeyAt(place));
        }

        context.Keys.Open(map, old);
        for (int place = 0; place < old && isChanged; place++)
        {
            if (map.IsRemoved(place))
            {
                continue;
            }

            OttlValue key = replacement.Each(context, pattern, map.KeyAt(place));
            if (key.IsFailed)
            {
                context.Keys.Close();
                return false;
            }

            ReadOnlySpan<byte> name = key.IsNil ? map.KeyAt(place) : key.Content;
            WireValue value = map.ValueAt(place);
            map.RemoveAt(place);
            context.Keys.Put(name, value);
        }

        context.Keys.Close();
        return map.Commit(context);
    };

    private static OttlValue Replaced(OttlContext context, Pattern pattern, Replacement replacement, bool isGlob, ReadOnlySpan<byte> text)
    {
        if (!isGlob)
        {
            return replacement.Each(context, pattern, text);
        }

        return pattern.IsMatch(context.Texts, text) ? replacement.Whole(context) : OttlValue.Nil;
    }

    private static Pattern GlobOf(Arguments arguments, int index)
    {
        try
        {
            return Pattern.Parse(Glob.ToRe2(arguments.ConstantText(index)));
        }
        catch (FormatException e)
        {
            throw arguments.Error(index, $"the glob can't be used: {e.Message}");
        }
    }
}
