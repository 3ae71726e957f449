using HotPath.Components.Ottl.Expressions;
using HotPath.Components.Ottl.Formatting;
using HotPath.Components.Ottl.Runtime;
using HotPath.Components.Ottl.Values;
using HotPath.Engine.Config;

namespace HotPath.Components.Ottl.Functions;

/// <summary>Converters about times and durations. A time keeps the offset of its clock: what hour it is depends on it.</summary>
internal static class TimeFunctions
{
    private const long Second = 1_000_000_000;

    private delegate long Part(in OttlValue time);

    /// <summary>All of them.</summary>
    public static Function[] All { get; } =
    [
        Function.Of("Duration", [new("duration", ParameterKind.Text)], Duration),
        Function.Of("Now", [], _ => Now),
        Function.Of("Unix", [new("seconds", ParameterKind.Int), new("nanoseconds", ParameterKind.Int, true)], Unix),
        Function.Of("TruncateTime", [new("time", ParameterKind.Time), new("duration", ParameterKind.Duration)], Truncate),
        Of("Year", static (in OttlValue time) => GoTime.CivilOf(time).Year),
        Of("Month", static (in OttlValue time) => GoTime.CivilOf(time).Month),
        Of("Day", static (in OttlValue time) => GoTime.CivilOf(time).Day),
        Of("Weekday", static (in OttlValue time) => (int)GoTime.CivilOf(time).DayOfWeek),
        Of("Hour", static (in OttlValue time) => GoTime.CivilOf(time).Hour),
        Of("Minute", static (in OttlValue time) => GoTime.CivilOf(time).Minute),
        Of("Second", static (in OttlValue time) => GoTime.CivilOf(time).Second),
        Of("Nanosecond", static (in OttlValue time) => GoTime.NanosecondOf(time)),
        Of("UnixNano", static (in OttlValue time) => time.AsInt),
        Of("UnixMicro", static (in OttlValue time) => Floor(time.AsInt, 1_000)),
        Of("UnixMilli", static (in OttlValue time) => Floor(time.AsInt, 1_000_000)),
        Of("UnixSeconds", static (in OttlValue time) => Floor(time.AsInt, Second)),
        Long("Nanoseconds", 1),
        Long("Microseconds", 1_000),
        Long("Milliseconds", 1_000_000),
        Of("Seconds", Second),
        Of("Minutes", 60 * Second),
        Of("Hours", 3600 * Second),
    ];

    private static OttlValue Now(OttlContext context) =>
        At(context, (context.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);

    private static OttlValue At(OttlContext context, long nanoseconds)
    {
        DateTime moment = DateTime.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        return OttlValue.Time(nanoseconds, (int)context.Time.LocalTimeZone.GetUtcOffset(moment).TotalSeconds);
    }

    private static Function Of(string name, Part part) => Function.Of(name, [new("time", ParameterKind.Time)], arguments =>
    {
        TypedArgument time = arguments.Moment(0);
        return context => time.TryGet(context, out OttlValue value) ? OttlValue.Of(part(value)) : OttlValue.Failed;
    });

    /// <summary>A duration as a whole number of a unit.</summary>
    private static Function Long(string name, long unit) => Function.Of(name, [new("duration", ParameterKind.Duration)], arguments =>
    {
        TypedArgument duration = arguments.Duration(0);
        return context => duration.TryGet(context, out OttlValue value) ? OttlValue.Of(value.AsInt / unit) : OttlValue.Failed;
    });

    /// <summary>A duration as a number of a unit: whole part and fraction apart, as Go adds them.</summary>
    private static Function Of(string name, long unit) => Function.Of(name, [new("duration", ParameterKind.Duration)], arguments =>
    {
        TypedArgument duration = arguments.Duration(0);
        return context => duration.TryGet(context, out OttlValue value)
            ? OttlValue.Of((value.AsInt / unit) + ((double)(value.AsInt % unit) / unit))
            : OttlValue.Failed;
    });

    /// <summary>Go's notation: 1h30m, 250ms, -2.5s.</summary>
    private static Getter Duration(Arguments arguments)
    {
        TextArgument text = arguments.Text(0);
        if (!arguments.TryGetConstant(0, out OttlValue literal))
        {
            return context => !text.TryGet(context, out ReadOnlySpan<byte> written)
                ? OttlValue.Failed
                : written.Length < 100 && GoDuration.TryParse(context.Texts.Decode(written), out long read, out _)
                    ? OttlValue.Duration(read)
                    : context.Fail("a duration is written as in Go, 300ms, 1.5h, 2h45m");
        }

        if (!GoDuration.TryParse(System.Text.Encoding.UTF8.GetString(literal.Content), out long nanoseconds, out string? fault))
        {
            throw arguments.Error(0, $"a duration is written as in Go, 300ms, 1.5h, 2h45m: {fault}");
        }

        OttlValue duration = OttlValue.Duration(nanoseconds);
        return _ => duration;
    }

    private static Getter Unix(Arguments arguments)
    {
        TypedArgument seconds = arguments.Int(0);
        TypedArgument? nanoseconds = arguments.Has(1) ? arguments.Int(1) : null;
        return context =>
        {
            OttlValue rest = OttlValue.Of(0L);
            if (!seconds.TryGet(context, out OttlValue whole) || (nanoseconds is { } given && !given.TryGet(context, out rest)))
            {
                return OttlValue.Failed;
            }

            Int128 moment = ((Int128)whole.AsInt * Second) + rest.AsInt;
            return moment < long.MinValue || moment > long.MaxValue
                ? context.Fail("the time is outside what nanoseconds since 1970 can hold")
                : At(context, (long)moment);
        };
    }

    /// <summary>Counted from Go's zero time, the first of January of the year 1.</summary>
    private static Getter Truncate(Arguments arguments)
    {
        TypedArgument time = arguments.Moment(0);
        TypedArgument duration = arguments.Duration(1);
        Int128 zero = (Int128)DateTime.UnixEpoch.Ticks * TimeSpan.NanosecondsPerTick;
        return context =>
        {
            if (!time.TryGet(context, out OttlValue value) || !duration.TryGet(context, out OttlValue unit))
            {
                return OttlValue.Failed;
            }

            return unit.AsInt <= 0 ? value : OttlValue.Time(value.AsInt - (long)((zero + value.AsInt) % unit.AsInt), value.UtcOffset);
        };
    }

    private static long Floor(long number, long unit) => (number / unit) - (number % unit < 0 ? 1 : 0);
}
