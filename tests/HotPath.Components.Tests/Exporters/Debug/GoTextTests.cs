using HotPath.Components.Exporters.Debug.Text;

namespace HotPath.Components.Tests.Exporters.Debug;

/// <summary>Numbers and times as Go prints them; the expected texts follow strconv's and time's documentation.</summary>
public sealed class GoTextTests
{
    [Theory]
    [InlineData(0, "0", "0")]
    [InlineData(-0.0, "-0", "-0")]
    [InlineData(1, "1", "1")]
    [InlineData(-2.5, "-2.5", "-2.5")]
    [InlineData(0.1, "0.1", "0.1")]
    [InlineData(100, "100", "100")]
    [InlineData(123456.789, "123456.789", "123456.789")]
    [InlineData(0.0001, "0.0001", "0.0001")]
    [InlineData(0.00001, "0.00001", "1e-05")]
    [InlineData(0.000001, "0.000001", "1e-06")]
    [InlineData(0.00000015, "1.5e-7", "1.5e-07")]
    [InlineData(1e20, "100000000000000000000", "1e+20")]
    [InlineData(1.5e17, "150000000000000000", "1.5e+17")]
    [InlineData(999999, "999999", "999999")]
    [InlineData(1234567, "1234567", "1.234567e+06")]
    [InlineData(1e21, "1e+21", "1e+21")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308", "1.7976931348623157e+308")]
    [InlineData(5e-324, "5e-324", "5e-324")]
    [InlineData(double.NaN, "NaN", "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity", "+Inf")]
    [InlineData(double.NegativeInfinity, "-Infinity", "-Inf")]
    public void Add_OfADouble_IsGosText(double number, string plain, string general)
    {
        new TextBuffer().AddPlain(number).Take().ShouldBe(plain);
        new TextBuffer().AddGeneral(number).Take().ShouldBe(general);
    }

    [Fact]
    public void Add_OfAnyDouble_ReadsBackTheSame()
    {
        Random random = new(11);
        for (int i = 0; i < 20_000; i++)
        {
            double number = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (double.IsFinite(number))
            {
                double.Parse(new TextBuffer().AddPlain(number).Take()).ShouldBe(number);
                double.Parse(new TextBuffer().AddGeneral(number).Take()).ShouldBe(number);
            }
        }
    }

    [Theory]
    [InlineData(0UL, "1970-01-01 00:00:00 +0000 UTC")]
    [InlineData(1_700_000_000_000_000_000UL, "2023-11-14 22:13:20 +0000 UTC")]
    [InlineData(1_700_000_000_001_000_500UL, "2023-11-14 22:13:20.0010005 +0000 UTC")]
    [InlineData(1_700_000_000_123_456_789UL, "2023-11-14 22:13:20.123456789 +0000 UTC")]
    [InlineData(9_223_372_036_854_775_807UL, "2262-04-11 23:47:16.854775807 +0000 UTC")]
    [InlineData(ulong.MaxValue, "1969-12-31 23:59:59.999999999 +0000 UTC")]
    [InlineData(9_223_372_036_854_775_808UL, "1677-09-21 00:12:43.145224192 +0000 UTC")]
    public void Add_OfATime_IsGosText(ulong nanoseconds, string text) => new TextBuffer().AddTime(nanoseconds).Take().ShouldBe(text);

    [Theory]
    [InlineData(1.5, "1.500000")]
    [InlineData(-0.0, "-0.000000")]
    [InlineData(1e22, "10000000000000000000000.000000")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    public void AddFixed_OfADouble_HasSixDecimals(double number, string text) => new TextBuffer().AddFixed(number).Take().ShouldBe(text);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, -1)]
    [InlineData(2, 1)]
    [InlineData(4294967294, int.MaxValue)]
    [InlineData(4294967295, int.MinValue)]
    public void ZigZag_OfAVarint_IsSigned(ulong varint, int number) => Packed.ZigZag(varint).ShouldBe(number);

    [Fact]
    public void AddBase64_OverSeveralGroups_IsOneText()
    {
        byte[] bytes = new byte[2000];
        new Random(5).NextBytes(bytes);

        new TextBuffer().AddBase64(bytes).Take().ShouldBe(Convert.ToBase64String(bytes));
    }
}
