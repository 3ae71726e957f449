using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Patterns;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters that match patterns.</summary>
internal static class MatchFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of("IsMatch", [new("target", ParameterKind.TextLike), new("pattern", ParameterKind.ConstantText)], IsMatch),
    ];

    /// <summary>False of nil; numbers and the rest are matched as text.</summary>
    private static Getter IsMatch(Arguments arguments)
    {
        TextLikeArgument target = arguments.TextLike(0);
        Pattern pattern = arguments.Pattern(1);
        return context =>
        {
            if (!target.TryGet(context, out OttlValue text))
            {
                return OttlValue.Failed;
            }

            return OttlValue.Of(!text.IsNil && pattern.IsMatch(context.Texts, text.Content));
        };
    }
}
