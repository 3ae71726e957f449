using System.Globalization;
using System.Text;
using HotPath.Core.Json;

namespace HotPath.Core.Tests.Json;

public class JsonNumbersTests
{
    private const NumberStyles RealStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    [Fact]
    public void TryInteger_EveryLength_IsTheNumber()
    {
        var random = new Random(1);
        for (var i = 0; i < 5_000; i++)
        {
            var text = ((ulong)random.NextInt64() >> random.Next(64)).ToString(CultureInfo.InvariantCulture);
            text = new string('0', random.Next(4) == 0 ? random.Next(30) : 0) + text;
            JsonNumbers.TryInteger(Encoding.ASCII.GetBytes(text), out var isNegative, out var value).ShouldBeTrue(text);
            (isNegative, value).ShouldBe((false, ulong.Parse(text, CultureInfo.InvariantCulture)));
            JsonNumbers.TryInteger(Encoding.ASCII.GetBytes("-" + text), out isNegative, out var same).ShouldBeTrue(text);
            (isNegative, same).ShouldBe((true, value));
        }
    }

    [Fact]
    public void TryInteger_AnythingElseAtAnyPlace_IsNone()
    {
        // Below 20 digits everything fits.
        for (var length = 1; length < 20; length++)
        {
            for (var at = 0; at < length; at++)
            {
                for (var value = 0; value < 256; value++)
                {
                    var text = Enumerable.Repeat((byte)'0', length).ToArray();
                    text[at] = (byte)value;
                    var expected = value is >= '0' and <= '9' || (value == '-' && at == 0 && length > 1);
                    JsonNumbers.TryInteger(text, out _, out _).ShouldBe(expected, $"{length} bytes, {value} at {at}");
                }
            }
        }
    }

    [Theory]
    [InlineData("18446744073709551615", true)]
    [InlineData("18446744073709551616", false)]
    [InlineData("99999999999999999999", false)]
    [InlineData("000018446744073709551615", true)]
    [InlineData("9999999999999999999", true)]
    [InlineData("", false)]
    [InlineData("-", false)]
    public void TryInteger_AtTheEdges_KnowsWhatFits(string text, bool fits) =>
        JsonNumbers.TryInteger(Encoding.ASCII.GetBytes(text), out _, out _).ShouldBe(fits);

    [Fact]
    public void TryShortReal_WhatItReads_IsBitForBitWhatTheLibraryReads()
    {
        var random = new Random(2);
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var digits = random.NextInt64((long)Math.Pow(10, random.Next(1, 18))).ToString(CultureInfo.InvariantCulture);
            var text = (random.Next(2) == 0 ? "-" : "") + digits.Insert(random.Next(digits.Length + 1), random.Next(4) == 0 ? "" : ".");
            if (JsonNumbers.TryShortReal(Encoding.ASCII.GetBytes(text), out var value))
            {
                read++;
                double.TryParse(text, RealStyle, CultureInfo.InvariantCulture, out var expected).ShouldBeTrue(text);
                BitConverter.DoubleToInt64Bits(value).ShouldBe(BitConverter.DoubleToInt64Bits(expected), text);
            }
        }

        read.ShouldBeGreaterThan(10_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("1.2.3")]
    [InlineData("1e5")]
    [InlineData("+1")]
    [InlineData("--1")]
    [InlineData("1 ")]
    [InlineData("1234567890123456")]
    [InlineData("0.000000000000001")]
    public void TryShortReal_AnythingElse_IsLeftToTheLibrary(string text) =>
        JsonNumbers.TryShortReal(Encoding.ASCII.GetBytes(text), out _).ShouldBeFalse();
}
