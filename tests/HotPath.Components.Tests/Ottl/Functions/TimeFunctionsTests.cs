namespace HotPath.Components.Tests.Ottl.Functions;

public sealed class TimeFunctionsTests
{
    private const string Moment = "Time(\"2023-02-04 17:06:07.123456789\", \"%Y-%m-%d %H:%M:%S.%s\", \"UTC\")";

    [Theory]
    [InlineData("UnixNano({0})", "1675530367123456789")]
    [InlineData("UnixMicro({0})", "1675530367123456")]
    [InlineData("UnixMilli({0})", "1675530367123")]
    [InlineData("UnixSeconds({0})", "1675530367")]
    [InlineData("Year({0})", "2023")]
    [InlineData("Month({0})", "2")]
    [InlineData("Day({0})", "4")]
    [InlineData("Weekday({0})", "6")]
    [InlineData("Hour({0})", "17")]
    [InlineData("Minute({0})", "6")]
    [InlineData("Second({0})", "7")]
    [InlineData("Nanosecond({0})", "123456789")]
    [InlineData("TruncateTime({0}, Duration(\"1h\"))", "time 1675530000000000000")]
    [InlineData("TruncateTime({0}, Duration(\"0s\"))", "time 1675530367123456789")]
    [InlineData("FormatTime({0}, \"%A %h %e %Y\")", "\"Saturday Feb  4 2023\"")]
    [InlineData("FormatTime({0}, \"%F %T.%L\")", "\"2023-02-04 17:06:07.123\"")]
    [InlineData("FormatTime({0}, \"%D %I:%M %p %P %l %y %q/%g %B %b %a\")", "\"02/04/2023 05:06 PM pm 5 23 2/4 February Feb Sat\"")]
    [InlineData("FormatTime({0}, \"%Y-%m-%dT%H:%M:%S%z %Z %j %%\")", "\"2023-02-04T17:06:07Z UTC +00:00 %\"")]
    [InlineData("FormatTime({0}, \"%c|%r|%R\")", "\"Sat Feb 04 17:06:07 2023|05:06:07 pm|17:06\"")]
    [InlineData("String({0})", "\"\"2023-02-04T17:06:07.123456789Z\"\"")]
    [InlineData("Year(1)", "refused: time must be a time, not an int")]
    [InlineData("Year(name)", "failed: expected a time but got a string")]
    public void Converter_OfATime_GivesWhatTheCollectorGives(string expression, string value)
    {
        string written = expression.Replace("{0}", Moment, StringComparison.Ordinal);
        if (value.StartsWith("refused: ", StringComparison.Ordinal))
        {
            OttlRig.Refusal($"set(name, {written})").Problem.ShouldBe(value["refused: ".Length..]);
            return;
        }

        OttlRig.Value(written).ShouldBe(value);
    }

    [Theory]
    [InlineData("02/04/2023", "%m/%d/%Y", "1675468800")]
    [InlineData("2/4/2023", "%m/%d/%Y", "1675468800")]
    [InlineData("Feb 15, 2023", "%b %d, %Y", "1676419200")]
    [InlineData("february 15, 2023", "%B %d, %Y", "1676419200")]
    [InlineData("2023-05-26 12:34:56 HST", "%Y-%m-%d %H:%M:%S %Z", "1685140496")]
    [InlineData("1986-10-01T00:17:33 MST", "%Y-%m-%dT%H:%M:%S %Z", "528535053")]
    [InlineData("2012-11-01T22:08:41+0000 EST", "%Y-%m-%dT%H:%M:%S%z %Z", "1351807721")]
    [InlineData("2012-11-01T22:08:41-07:00", "%Y-%m-%dT%H:%M:%S%z", "1351832921")]
    [InlineData("2012-11-01T22:08:41Z", "%Y-%m-%dT%H:%M:%S%z", "1351807721")]
    [InlineData("2012-11-01 10:08:41 pm", "%F %I:%M:%S %P", "1351807721")]
    [InlineData("2012-11-01 12:00:00 AM", "%F %I:%M:%S %p", "1351728000")]
    [InlineData("11/01/12", "%D", "1351728000")]
    [InlineData("2012-11-01 22:08:41.5", "%F %T", "1351807721")]
    [InlineData("Thu Nov  1 22:08:41 2012", "%c", "1351807721")]
    [InlineData("2012-11-01 22:08:41 GMT+2", "%F %T %Z", "1351800521")]
    public void Time_OfAText_ReadsIt(string text, string format, string seconds) =>
        OttlRig.Value($"UnixSeconds(Time(\"{text}\", \"{format}\", \"UTC\"))").ShouldBe(seconds);

    [Theory]
    [InlineData("13/04/2023", "%m/%d/%Y")]
    [InlineData("02/30/2023", "%m/%d/%Y")]
    [InlineData("02/04/2023 x", "%m/%d/%Y")]
    [InlineData("", "%Y")]
    [InlineData("24:00", "%R")]
    [InlineData("9999", "%Y")]
    [InlineData("12:00 XYZ", "%R %Z")]
    public void Time_OfAnotherText_Fails(string text, string format) =>
        OttlRig.Value($"Time(\"{text}\", \"{format}\", \"UTC\")").ShouldStartWith("failed: the text is no time of the format");

    [Fact]
    public void Time_InAZone_KeepsItsClock()
    {
        const string Time = "Time(\"2023-05-26 12:34:56\", \"%Y-%m-%d %H:%M:%S\", \"America/New_York\")";
        OttlRig.Value($"UnixSeconds({Time})").ShouldBe("1685118896");
        OttlRig.Value($"Hour({Time})").ShouldBe("12");
        OttlRig.Value($"FormatTime({Time}, \"%H%z\")").ShouldBe("\"12-0400\"");
    }

    [Theory]
    [InlineData("Time(name, \"%Q\")", "there is no directive %Q")]
    [InlineData("Time(name, \"2006\")", "must not contain digits")]
    [InlineData("Time(name, \"%S%L\")", "behind a point or a comma")]
    [InlineData("Time(name, \"%Y\", \"Nowhere/Land\")", "not in the time zone database")]
    [InlineData("Time(name, \"%Y\", \"UTC\", \"it\")", "the locale it is not built")]
    [InlineData("FormatTime(Now(), \"\")", "the format is empty")]
    public void Time_OddArgument_IsRefusedAtStart(string expression, string says) =>
        OttlRig.Refusal($"set(name, {expression})").Message.ShouldContain(says);

    [Theory]
    [InlineData("Hours(Duration(\"90m\"))", "1.5")]
    [InlineData("Minutes(Duration(\"90s\"))", "1.5")]
    [InlineData("Seconds(Duration(\"1500ms\"))", "1.5")]
    [InlineData("Milliseconds(Duration(\"1h\"))", "3600000")]
    [InlineData("Microseconds(Duration(\"1ms\"))", "1000")]
    [InlineData("Nanoseconds(Duration(\"1us\"))", "1000")]
    [InlineData("Unix(1672527600)", "time 1672527600000000000")]
    [InlineData("Unix(1672527600, 5)", "time 1672527600000000005")]
    [InlineData("Unix(9223372036854775807)", "failed: the time is outside what nanoseconds since 1970 can hold")]
    [InlineData("Duration(attributes[\"s\"])", "failed: a duration is written as in Go, 300ms, 1.5h, 2h45m")]
    [InlineData("end_time - start_time", "duration 100000000")]
    [InlineData("String(end_time - start_time)", "\"100000000\"")]
    public void Converter_OfADuration_GivesWhatTheCollectorGives(string expression, string value) =>
        OttlRig.Value(expression).ShouldBe(value);
}
