using System.Text;
using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Patterns;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary><c>ExtractPatterns</c>: a pattern's named groups as a map.</summary>
internal static class PatternFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
        [Function.Of("ExtractPatterns", [new("target", ParameterKind.Text), new("pattern", ParameterKind.ConstantText)], ExtractPatterns)];

    /// <summary>Of the first match; groups that took no part are empty strings, and without a match the map is empty.</summary>
    private static Getter ExtractPatterns(Arguments arguments)
    {
        TextArgument target = arguments.Text(0);
        Pattern pattern = arguments.Pattern(1);
        byte[]?[] names = [.. pattern.GroupNames.Select(name => string.IsNullOrEmpty(name) ? null : Encoding.UTF8.GetBytes(name))];
        if (names.All(name => name is null))
        {
            throw arguments.Error(1, "at least 1 named capture group must be supplied in the given regex, such as (?P<name>…)");
        }

        return context =>
        {
            if (!target.TryGet(context, out ReadOnlySpan<byte> text))
            {
                return OttlValue.Failed;
            }

            WireBuilder into = context.Builder;
            int mark = into.Mark;
            if (!pattern.IsMatch(context.Texts, text))
            {
                return into.TakeMap(context, mark);
            }

            MatchGroups groups = MatchGroups.Rent();
            groups.Open(pattern, text);
            groups.TryNext();
            for (int i = 0; i < names.Length; i++)
            {
                if (names[i] is not { } name)
                {
                    continue;
                }

                int start = into.Mark;
                Encoding.UTF8.GetBytes(groups[i + 1], into);
                OttlValue value = into.TakeText(context, start);
                into.AppendPair(name, value.Content);
            }

            groups.GiveBack();
            into.KeepLastPairs(mark);
            return into.TakeMap(context, mark);
        };
    }
}
