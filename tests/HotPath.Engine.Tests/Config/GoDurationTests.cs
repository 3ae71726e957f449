using FsCheck;
using FsCheck.Fluent;
using HotPath.Engine.Config;

namespace HotPath.Engine.Tests.Config;

public class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("+0", 0)]
    [InlineData("-0", 0)]
    [InlineData("5s", 5_000_000_000)]
    [InlineData("200ms", 200_000_000)]
    [InlineData("1h30m", 5_400_000_000_000)]
    [InlineData("1.5s", 1_500_000_000)]
    [InlineData(".5s", 500_000_000)]
    [InlineData("1.s", 1_000_000_000)]
    [InlineData("100us", 100_000)]
    [InlineData("100µs", 100_000)]
    [InlineData("100μs", 100_000)]
    [InlineData("7ns", 7)]
    [InlineData("-1s", -1_000_000_000)]
    [InlineData("-1m30s", -90_000_000_000)]
    [InlineData("30m1h", 5_400_000_000_000)]
    [InlineData("1h1h", 7_200_000_000_000)]
    [InlineData("0.3333333333333333333h", 1_200_000_000_000)]
    [InlineData("9223372036854775807ns", long.MaxValue)]
    [InlineData("-9223372036854775808ns", long.MinValue)]
    [InlineData("0.100000000000000000000h", 360_000_000_000)]
    public void TryParse_WhatGoTakes_GivesGosNanoseconds(string text, long nanoseconds)
    {
        GoDuration.TryParse(text, out long parsed, out string? fault).ShouldBeTrue(fault);
        parsed.ShouldBe(nanoseconds);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("-", "it is empty")]
    [InlineData("3", "its unit is missing")]
    [InlineData("1h3", "its unit is missing")]
    [InlineData("s", "a number is missing before 's'")]
    [InlineData(".s", "a number is missing before 's'")]
    [InlineData("1s.", "a number is missing before ''")]
    [InlineData("5 s", "there is no unit ' s'")]
    [InlineData("1d", "there is no unit 'd', a day is 24h")]
    [InlineData("1H", "there is no unit 'H'")]
    [InlineData("--1s", "a number is missing before '-1s'")]
    [InlineData("5s ", "there is no unit 's '")]
    [InlineData("9223372036854775808ns", "it is over 292 years")]
    [InlineData("-9223372036854775809ns", "it is over 292 years")]
    [InlineData("9223372036854775807ns1ns", "it is over 292 years")]
    [InlineData("3000000h", "it is over 292 years")]
    public void TryParse_WhatGoRefuses_SaysWhatIsWrong(string text, string fault)
    {
        GoDuration.TryParse(text, out _, out string? why).ShouldBeFalse();
        why.ShouldBe(fault);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(99, 1)]
    [InlineData(-1, -1)]
    [InlineData(199, 1)]
    [InlineData(1_000_000_000, 10_000_000)]
    public void FromNanoseconds_CutsToTicks_ButNeverToZero(long nanoseconds, long ticks) =>
        GoDuration.FromNanoseconds(nanoseconds).Ticks.ShouldBe(ticks);

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "100ns")]
    [InlineData(15, "1.5µs")]
    [InlineData(2_000_000, "200ms")]
    [InlineData(15_000_000, "1.5s")]
    [InlineData(600_000_000, "1m0s")]
    [InlineData(54_000_000_000, "1h30m0s")]
    [InlineData(36_000_000_001, "1h0m0.0000001s")]
    [InlineData(-10_000_000, "-1s")]
    public void Format_ASpan_IsWhatGoPrints(long ticks, string text) => GoDuration.Format(TimeSpan.FromTicks(ticks)).ShouldBe(text);

    [Fact]
    public void Format_AnyDurationOfGos_IsParsedBack()
    {
        // Every magnitude as often as every other: seconds and years, not only centuries.
        // Go's durations end at 2⁶³ ns, a TimeSpan's do not.
        Gen<TimeSpan> spans = Gen.Choose(int.MinValue, int.MaxValue)
            .SelectMany(high => Gen.Choose(0, 62).Select(shift => ((long)high << 31) >> shift))
            .Select(ticks => TimeSpan.FromTicks(Math.Clamp(ticks, -long.MaxValue / 100, long.MaxValue / 100)));
        Prop.ForAll(spans.ToArbitrary(), span =>
            GoDuration.TryParse(GoDuration.Format(span), out long nanoseconds, out _) && GoDuration.FromNanoseconds(nanoseconds) == span)
            .QuickCheckThrowOnFailure();
    }
}
