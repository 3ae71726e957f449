using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Formatting;
using HotPath.Components.Ottl.Values;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters between times and their text; see <see cref="TimeFormat"/>.</summary>
internal static class TimeTextFunctions
{
    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of(
            "Time",
            [
                new("time", ParameterKind.Text),
                new("format", ParameterKind.ConstantText),
                new("location", ParameterKind.ConstantText, true),
                new("locale", ParameterKind.ConstantText, true),
            ],
            Time),
        Function.Of("FormatTime", [new("time", ParameterKind.Time), new("format", ParameterKind.ConstantText)], FormatTime),
    ];

    private static Getter Time(Arguments arguments)
    {
        TextArgument target = arguments.Text(0);
        TimeToken[] format = FormatOf(arguments);
        string location = arguments.ConstantText(2, "");
        string locale = arguments.ConstantText(3, "en");
        if (!locale.StartsWith("en", StringComparison.Ordinal))
        {
            throw arguments.Error(3, $"the locale {locale} is not built in HotPath; names are read in English (en)");
        }

        TimeZoneInfo? zone = null;
        if (location.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(location, out zone))
        {
            throw arguments.Error(2, $"the zone {location} is not in the time zone database of this machine");
        }

        string written = arguments.ConstantText(1);
        bool isZulu = location.Length == 0 && written.EndsWith('Z') && !written.EndsWith("%Z", StringComparison.Ordinal);
        zone = isZulu ? TimeZoneInfo.Utc : zone;
        return context =>
        {
            if (!target.TryGet(context, out ReadOnlySpan<byte> text))
            {
                return OttlValue.Failed;
            }

            return TimeParser.TryParse(format, text, zone ?? context.Time.LocalTimeZone, context.Time.GetUtcNow(), out OttlValue time)
                ? time
                : context.Fail("the text is no time of the format (or one outside 1678 to 2261, or names a zone that is not known)");
        };
    }

    private static Getter FormatTime(Arguments arguments)
    {
        TypedArgument target = arguments.Moment(0);
        TimeToken[] format = FormatOf(arguments);
        return context =>
        {
            if (!target.TryGet(context, out OttlValue time))
            {
                return OttlValue.Failed;
            }

            int mark = context.Builder.Mark;
            TimeFormatter.Append(context.Builder, format, time);
            return context.Builder.TakeText(context, mark);
        };
    }

    private static TimeToken[] FormatOf(Arguments arguments)
    {
        string format = arguments.ConstantText(1);
        try
        {
            return format.Length > 0 ? TimeFormat.Parse(format) : throw new FormatException("the format is empty");
        }
        catch (FormatException e)
        {
            throw arguments.Error(1, e.Message);
        }
    }
}
