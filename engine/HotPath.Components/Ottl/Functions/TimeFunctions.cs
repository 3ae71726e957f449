using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Values;
using HotPath.Engine.Config;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters about times and durations.</summary>
internal static class TimeFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of("Duration", [new("duration", ParameterKind.ConstantText)], Duration),
        Function.Of("Now", [], Now),
    ];

    /// <summary>Go's notation: 1h30m, 250ms, -2.5s.</summary>
    private static Getter Duration(Arguments arguments)
    {
        if (!GoDuration.TryParse(arguments.ConstantText(0), out long nanoseconds, out string? fault))
        {
            throw arguments.Error(0, $"a duration is written as in Go, 300ms, 1.5h, 2h45m: {fault}");
        }

        OttlValue duration = OttlValue.Duration(nanoseconds);
        return _ => duration;
    }

    private static Getter Now(Arguments arguments) => context =>
        OttlValue.Time((context.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);
}
